import { Tooltip } from "recharts";
import type { Measure } from "../measure.ts";
import type { Row, Series } from "../series.ts";
import { TooltipCard } from "../tooltip-card.tsx";

interface PlotTooltipProps {
  readonly series: readonly Series[];
  readonly measure: Measure;
  readonly cursor: Readonly<Record<string, string | number>>;
  readonly selects: boolean;
  readonly topFirst?: boolean;
  /** Where it stands instead of beside the pointer. */
  readonly top?: number | undefined;
}

/** It jumps to where it belongs: a card that glides after the pointer is read later. */
export function PlotTooltip({ series, measure, cursor, selects, topFirst = false, top }: PlotTooltipProps) {
  return (
    <Tooltip
      cursor={cursor}
      {...(top === undefined ? {} : { position: { y: top }, allowEscapeViewBox: { x: false, y: true } })}
      isAnimationActive={false}
      content={({ active, payload }) => {
        const row: Row | undefined = payload[0]?.payload;
        if (!active || row === undefined) return null;
        const hint = selects ? "Click to see the calls" : undefined;
        return <TooltipCard row={row} series={series} measure={measure} hint={hint} topFirst={topFirst} />;
      }}
    />
  );
}
