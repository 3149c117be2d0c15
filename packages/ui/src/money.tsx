import { formatUsd } from "./usd.ts";

interface MoneyProps {
  /** Dollars as a decimal string, as the API gives them; null while the cost is not known. */
  readonly amount: string | null;
  /** Inside a sentence instead of at the right edge of its cell. */
  readonly inline?: boolean | undefined;
}

export function Money({ amount, inline = false }: MoneyProps) {
  const place = inline ? "" : "block text-right";
  if (amount === null) {
    return (
      <span className={`relative ${place} text-ink-muted`} title="Not known yet">
        <span aria-hidden="true">—</span>
        <span className="sr-only">not known yet</span>
      </span>
    );
  }
  return <span className={`${place} whitespace-nowrap tabular-nums`}>{formatUsd(amount)}</span>;
}
