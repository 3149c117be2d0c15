import type { ReactNode } from "react";

interface StatProps {
  readonly name: string;
  readonly value: ReactNode;
  /** What the figure is to be seen against: "of $500.00 a day", "3 more than yesterday". */
  readonly detail?: ReactNode | undefined;
  /** A bar or a sparkline under the figure. */
  readonly children?: ReactNode | undefined;
}

export function Stat({ name, value, detail, children }: StatProps) {
  return (
    <section
      aria-label={name}
      className="flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface p-4"
    >
      <p className="text-xs font-medium text-ink-muted">{name}</p>
      <div className="text-2xl leading-8 font-semibold tracking-tight text-ink tabular-nums">{value}</div>
      {/* Kept when empty, so that tiles in a row stay level. */}
      <div className="min-h-4 text-xs text-ink-muted tabular-nums">{detail}</div>
      {children === undefined ? null : <div className="mt-auto pt-2">{children}</div>}
    </section>
  );
}
