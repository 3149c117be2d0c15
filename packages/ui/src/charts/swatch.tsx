import { useId } from "react";
import { Hatch } from "../hatch.tsx";
import type { Series } from "./series.ts";

/** A series' sign in legend, tooltip and table; hollow while the series is switched off. */
export function Swatch({ series, off = false }: { readonly series: Series; readonly off?: boolean }) {
  const id = useId();
  const fill = off ? "none" : series.striped === true ? `url(#${id})` : series.colour;
  return (
    <svg width="10" height="10" aria-hidden="true" className="shrink-0">
      {series.striped === true ? (
        <defs>
          <Hatch id={id} colour={series.colour} />
        </defs>
      ) : null}
      <rect
        x="0.75"
        y="0.75"
        width="8.5"
        height="8.5"
        rx="2"
        fill={fill}
        stroke={series.colour}
        strokeWidth="1.5"
      />
    </svg>
  );
}
