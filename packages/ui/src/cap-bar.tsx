import { useId } from "react";
import { type CapShare, shareOfCap } from "./cap-share.ts";
import { Hatch } from "./hatch.tsx";
import { formatUsd } from "./usd.ts";

const COLOURS: Record<CapShare["level"], string> = {
  free: "var(--accent)",
  near: "var(--held-fill)",
  used: "var(--denied)",
};
const WORDS: Record<CapShare["level"], string> = {
  free: "text-ink-muted",
  near: "text-held",
  used: "text-denied",
};

interface CapBarProps {
  /** Dollars as decimal strings. */
  readonly spent: string;
  readonly held: string;
  readonly cap: string | null;
  /** Which cap it is: "Daily cap". */
  readonly label: string;
  /** The bar alone, where the figures stand elsewhere. */
  readonly bare?: boolean | undefined;
}

/** What of a cap is spent, what is held (striped), what is left. */
export function CapBar({ spent, held, cap, label, bare = false }: CapBarProps) {
  if (cap === null) return <p className="text-xs text-ink-muted tabular-nums">{formatUsd(spent)}, no cap</p>;
  const share = shareOfCap(spent, held, cap);
  const words = `${formatUsd(spent)} spent, ${formatUsd(held)} held, ${share.left}, of ${formatUsd(cap)}`;
  return (
    <div className="min-w-24">
      <Bar share={share} words={`${label}: ${words}`} />
      {bare ? null : (
        <p aria-hidden="true" className="mt-1 flex flex-wrap justify-between gap-x-3 text-xs tabular-nums">
          <span className="whitespace-nowrap text-ink">
            {formatUsd(spent)} <span className="text-ink-muted">of {formatUsd(cap)}</span>
          </span>
          <span className={`whitespace-nowrap ${WORDS[share.level]}`}>{share.left}</span>
        </p>
      )}
    </div>
  );
}

/** Geometry by attributes: style attributes in a server's HTML are what a content security policy blocks. */
function Bar({ share, words }: { readonly share: CapShare; readonly words: string }) {
  const { spentPercent, heldPercent, level } = share;
  const id = useId();
  return (
    <svg
      role="img"
      aria-label={words}
      width="100%"
      height="6"
      className="block overflow-hidden rounded-full bg-line"
    >
      <title>{words}</title>
      <defs>
        <Hatch id={id} colour={COLOURS[level]} />
      </defs>
      <rect width={`${spentPercent}%`} height="6" fill={COLOURS[level]} />
      <rect x={`${spentPercent}%`} width={`${heldPercent}%`} height="6" fill={`url(#${id})`} />
    </svg>
  );
}
