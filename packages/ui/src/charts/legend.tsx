"use client";

import type { Measure } from "./measure.ts";
import type { Dataset } from "./series.ts";
import { Swatch } from "./swatch.tsx";

interface LegendProps {
  readonly dataset: Dataset;
  readonly measure: Measure;
  /** One for each series: what it comes to. */
  readonly figures: readonly number[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  /** Which series the reader points at; the others step back, so that it is found without telling colours apart. */
  readonly onPoint: (key: string | null) => void;
}

export function Legend({ dataset, measure, figures, hidden, onToggle, onPoint }: LegendProps) {
  return (
    <ul aria-label="Series" className="-mx-1.5 mt-2 flex flex-wrap gap-x-1">
      {dataset.series.map((series, index) => {
        const off = hidden.has(series.key);
        return (
          <li key={series.key} className="max-w-full">
            <button
              type="button"
              aria-pressed={!off}
              onClick={() => onToggle(series.key)}
              onPointerEnter={() => onPoint(series.key)}
              onPointerLeave={() => onPoint(null)}
              onFocus={() => onPoint(series.key)}
              onBlur={() => onPoint(null)}
              className="flex h-7 max-w-full cursor-pointer items-center gap-1.5 rounded-md px-1.5 text-xs hover:bg-code"
            >
              <Swatch series={series} off={off} />
              <bdi className={`truncate ${off ? "text-ink-muted line-through" : "text-ink"}`}>
                {series.name}
              </bdi>
              <span className="text-ink-muted tabular-nums">{measure.brief(figures[index] ?? 0)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
