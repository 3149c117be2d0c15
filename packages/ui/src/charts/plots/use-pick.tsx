import { type KeyboardEvent, type MouseEvent, useRef } from "react";
import { useActiveTooltipLabel } from "recharts";
import type { Series } from "../series.ts";

type Pick = (rowKey: string, series: Series | null) => void;

/** Reports which row the arrow keys have reached. It stands inside a chart, where that is known. */
function Probe({ onReach }: { readonly onReach: (label: string | number | undefined) => void }) {
  onReach(useActiveTooltipLabel());
  return null;
}

/**
 * Choosing a row of a chart. The row is found from where the click was, not from where the tooltip is: that one lags
 * behind a tap. A first tap shows the figures, a second one on the same row chooses it; Enter chooses where arrow keys are.
 */
export function usePick(keyAt: (x: number, y: number) => string | undefined, pick: Pick | undefined) {
  const reached = useRef<string | number | undefined>(undefined);
  const clicked = useRef<Series | null>(null);
  const tapped = useRef<string | undefined>(undefined);

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const key = keyAt(event.clientX - box.left, event.clientY - box.top);
    const series = clicked.current;
    clicked.current = null;
    if (key === undefined) return;
    const first = isTouch(event.nativeEvent) && tapped.current !== key;
    tapped.current = key;
    if (!first) pick?.(key, series);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && reached.current !== undefined) pick?.(String(reached.current), null);
  };
  const onReach = (label: string | number | undefined) => {
    reached.current = label;
  };
  return {
    box: { onClick, onKeyDown, className: pick && "[&_.recharts-surface]:cursor-pointer" },
    probe: <Probe onReach={onReach} />,
    /** For a series' own click, which comes before that of the box. */
    onSeries: (series: Series) => () => {
      clicked.current = series;
    },
  };
}

function isTouch(event: Event): boolean {
  return "pointerType" in event && event.pointerType === "touch";
}
