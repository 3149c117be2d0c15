"use client";

import { type ReactNode, useId, useState } from "react";
import { Scroller } from "../scroller.tsx";
import { DataTable } from "./data-table.tsx";
import { Legend } from "./legend.tsx";
import type { Measure } from "./measure.ts";
import { PlotSlot } from "./plot-slot.tsx";
import { type Dataset, isEmpty, type Series, totalOf, without } from "./series.ts";
import { type View, ViewSwitch } from "./view-switch.tsx";

export const PLOT_HEIGHT = 240;

export interface Plot {
  readonly dataset: Dataset;
  /** Key of the series that the legend points at. */
  readonly pointed: string | null;
  readonly width: number;
}

interface ChartFrameProps {
  readonly title: string;
  /** Unit, and zone where there is time: "USD an hour, Europe/Berlin". */
  readonly subtitle: string;
  readonly dataset: Dataset;
  readonly measure: Measure;
  readonly rowHeading: string;
  readonly emptyText: string;
  readonly height?: number;
  /** Each row already holds the ones before it, so that the last one is what it comes to. */
  readonly cumulative?: boolean;
  readonly onSelect?: ((rowKey: string, series: Series | null) => void) | undefined;
  readonly plot: (plot: Plot) => ReactNode;
}

/** What all charts have in common: title, unit, the drawing or its table, the legend, and words when there is nothing. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, subtitle, dataset, measure } = props;
  const titleId = useId();
  const [view, setView] = useState<View>("chart");
  const [pointed, setPointed] = useState<string | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const empty = isEmpty(dataset);
  const toggle = (key: string) =>
    setHidden((before) =>
      before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set([...before, key]),
    );

  return (
    <figure aria-labelledby={titleId} className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <figcaption className="flex items-start justify-between gap-3 pb-3">
        <div className="min-w-0">
          <h2 id={titleId} className="text-sm font-semibold text-ink">
            {title}
          </h2>
          <p className="text-xs text-ink-muted">{subtitle}</p>
        </div>
        {empty ? null : <ViewSwitch view={view} onChange={setView} of={title} />}
      </figcaption>
      {empty ? (
        <p className="flex h-60 items-center justify-center text-sm text-ink-muted">{props.emptyText}</p>
      ) : (
        <Body {...props} dataset={without(dataset, hidden)} view={view} pointed={pointed} />
      )}
      {empty || dataset.series.length < 2 ? null : (
        <Legend
          dataset={dataset}
          measure={measure}
          figures={comesTo(props)}
          hidden={hidden}
          onToggle={toggle}
          onPoint={setPointed}
        />
      )}
    </figure>
  );
}

function Body(props: ChartFrameProps & { readonly view: View; readonly pointed: string | null }) {
  const { title, dataset, height = PLOT_HEIGHT, plot, pointed, view } = props;
  if (dataset.series.length === 0) {
    return (
      <p className="flex h-60 items-center justify-center text-sm text-ink-muted">
        Every series is switched off in the legend.
      </p>
    );
  }
  const table = (
    <div className="relative">
      {/* As high as the drawing, so that switching moves nothing on the page. */}
      <svg width="100%" height={height} aria-hidden="true" className="block" />
      <Scroller label={`${title}, table`} className="absolute inset-0">
        <DataTable
          dataset={dataset}
          measure={props.measure}
          caption={`${title}, ${props.subtitle}`}
          rowHeading={props.rowHeading}
          onSelect={props.onSelect}
          cumulative={props.cumulative ?? false}
        />
      </Scroller>
    </div>
  );
  if (view === "table") return table;
  return (
    <PlotSlot height={height} fallback={table}>
      {(width) => plot({ dataset, pointed, width })}
    </PlotSlot>
  );
}

function comesTo({ dataset, cumulative = false }: ChartFrameProps): readonly number[] {
  if (cumulative) return dataset.rows.at(-1)?.values ?? [];
  return dataset.series.map((_, index) => totalOf(dataset, index));
}
