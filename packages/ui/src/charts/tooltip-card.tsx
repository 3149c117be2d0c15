import type { Measure } from "./measure.ts";
import { sum } from "./measure.ts";
import type { Row, Series } from "./series.ts";
import { Swatch } from "./swatch.tsx";

interface TooltipCardProps {
  readonly row: Row;
  readonly series: readonly Series[];
  readonly measure: Measure;
  /** What a click does, if it does anything. */
  readonly hint?: string | undefined;
  /** As in the stack, from the top. */
  readonly topFirst?: boolean | undefined;
}

export function TooltipCard({ row, series, measure, hint, topFirst = false }: TooltipCardProps) {
  const entries = series
    .map((one, index) => ({ series: one, value: row.values[index] ?? 0 }))
    .filter(({ value }) => value !== 0);
  if (topFirst) entries.reverse();
  return (
    <div className="pointer-events-none max-w-72 rounded-lg border border-line bg-surface px-3 py-2 text-xs text-ink shadow-lg">
      <p className="pb-1 font-medium break-words">
        <bdi>{row.name}</bdi>
      </p>
      {entries.length === 0 ? <p className="text-ink-muted">None</p> : null}
      {entries.map(({ series: one, value }) => (
        <p key={one.key} className="flex items-center gap-1.5 py-0.5">
          <Swatch series={one} />
          <bdi className="min-w-0 flex-1 truncate">{one.name}</bdi>
          <span className="pl-3 tabular-nums">{measure.exact(value)}</span>
        </p>
      ))}
      {entries.length < 2 ? null : (
        <p className="mt-1 flex justify-between border-t border-line pt-1 font-medium">
          <span>Total</span>
          <span className="pl-3 tabular-nums">{measure.exact(sum(row.values))}</span>
        </p>
      )}
      {hint === undefined ? null : <p className="pt-1 text-ink-muted">{hint}</p>}
    </div>
  );
}
