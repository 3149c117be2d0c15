"use client";

import { lazy } from "react";
import { exactTime } from "../clock.ts";
import { formatUsd } from "../usd.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { USD } from "./measure.ts";
import type { Dataset } from "./series.ts";

const WindowArea = lazy(() => import("./plots/window-area.tsx"));

const SERIES = [
  { key: "spent", name: "Spent", colour: "var(--series-1)" },
  { key: "held", name: "Held", colour: "var(--series-1)", striped: true },
];

export interface SpendAgainstCapProps {
  /** What was spent in the window by then, and held just then; oldest first, up to now and no further. Dollars. */
  readonly points: readonly {
    readonly at: string;
    readonly spent: number;
    readonly held?: number | undefined;
  }[];
  /** A decimal string, or null when the key has no such cap. */
  readonly cap: string | null;
  /** The whole window, of which the rest stays blank. */
  readonly window: { readonly from: string; readonly to: string };
  readonly zone: string;
  readonly capName?: string | undefined;
  readonly title?: string | undefined;
  readonly onSelect?: ((selection: { at: string }) => void) | undefined;
}

export function SpendAgainstCap(props: SpendAgainstCapProps) {
  const {
    points,
    cap,
    window,
    zone,
    capName = "Daily cap",
    title = `Spend against ${lower(capName)}`,
    onSelect,
  } = props;
  const dataset: Dataset = {
    series: SERIES,
    rows: points.map(({ at, spent, held = 0 }) => ({
      key: at,
      name: exactTime(new Date(at), zone),
      values: [spent, held],
    })),
  };
  const limit = cap === null ? null : { value: Number(cap), name: `${capName} ${formatUsd(cap)}` };
  const select = onSelect && ((at: string) => onSelect({ at }));
  return (
    <ChartFrame
      title={title}
      subtitle={`USD so far, ${cap === null ? "no cap" : `cap ${formatUsd(cap)}`}, ${zone}`}
      dataset={dataset}
      measure={USD}
      rowHeading="Time"
      cumulative
      emptyText="Nothing spent or held in this window."
      onSelect={select}
      plot={(plot) => (
        <WindowArea
          {...plot}
          label={title}
          measure={USD}
          zone={zone}
          window={window}
          limit={limit}
          onSelect={select}
        />
      )}
    />
  );
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
