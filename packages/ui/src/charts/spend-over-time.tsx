"use client";

import { lazy } from "react";
import { bucketLabel } from "../clock.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { USD } from "./measure.ts";
import { type Bucket, bucketsToDataset, type Series, seriesColour } from "./series.ts";

const TimeBars = lazy(() => import("./plots/time-bars.tsx"));

export interface SpendOverTimeProps {
  /** Every bucket of the window, oldest first, those without spend included: nothing is filled in here. Dollars. */
  readonly buckets: readonly Bucket[];
  /** In a lasting order (by name, not by amount), so that colours stay when amounts change. */
  readonly groups: readonly string[];
  readonly zone: string;
  readonly interval: "hour" | "day";
  readonly title?: string | undefined;
  /** How groups are called, where not by their own name. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** `group` is null for the whole bucket: a click beside the bars, Enter, a row of the table, or "n others". */
  readonly onSelect?: ((selection: { startsAt: string; group: string | null }) => void) | undefined;
}

export function SpendOverTime(props: SpendOverTimeProps) {
  const { buckets, groups, zone, interval, title = "Spend over time", names = {}, onSelect } = props;
  const dataset = bucketsToDataset(buckets, groups, {
    nameOf: (group) => (Object.hasOwn(names, group) ? (names[group] ?? group) : group),
    colourOf: seriesColour,
    rowName: (startsAt) => bucketLabel(startsAt, zone, interval),
  });
  const select =
    onSelect &&
    ((startsAt: string, series: Series | null) =>
      onSelect({ startsAt, group: series === null || series.folded === true ? null : series.key }));
  return (
    <ChartFrame
      title={title}
      subtitle={`USD ${interval === "hour" ? "an hour" : "a day"}, ${zone}`}
      dataset={dataset}
      measure={USD}
      rowHeading={interval === "hour" ? "Hour" : "Day"}
      emptyText="No spend in this window."
      onSelect={select}
      plot={(plot) => (
        <TimeBars {...plot} label={title} measure={USD} zone={zone} interval={interval} onSelect={select} />
      )}
    />
  );
}
