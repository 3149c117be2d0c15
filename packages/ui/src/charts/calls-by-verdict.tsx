"use client";

import { lazy } from "react";
import { VERDICTS, verdictWords } from "../badges/verdicts.ts";
import { bucketLabel } from "../clock.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { CALLS } from "./measure.ts";
import { type Bucket, bucketsToDataset, type Series } from "./series.ts";

const TimeBars = lazy(() => import("./plots/time-bars.tsx"));

const ALLOWED = "var(--series-3)";
/** Warm first: what is denied should not look calm. The green one is what was allowed. */
const DENIED = [7, 2, 4, 9, 5, 8, 1, 6].map((slot) => `var(--series-${slot})`);

export interface CallsByVerdictProps {
  /** Every bucket of the window, oldest first; calls by verdict (`allowed`, `denied_daily_cap` …). */
  readonly buckets: readonly Bucket[];
  readonly zone: string;
  readonly interval: "hour" | "day";
  readonly title?: string | undefined;
  /** `verdict` is null for the whole bucket. */
  readonly onSelect?: ((selection: { startsAt: string; verdict: string | null }) => void) | undefined;
}

export function CallsByVerdict(props: CallsByVerdictProps) {
  const { buckets, zone, interval, title = "Calls allowed and denied", onSelect } = props;
  const verdicts = verdictsIn(buckets);
  const allowedFirst = verdicts[0] === "allowed" ? 1 : 0;
  const dataset = bucketsToDataset(buckets, verdicts, {
    nameOf: (verdict) => verdictWords(verdict).word,
    colourOf: (index, verdict) =>
      verdict === "allowed" ? ALLOWED : (DENIED[index - allowedFirst] ?? "var(--series-other)"),
    rowName: (startsAt) => bucketLabel(startsAt, zone, interval),
  });
  const select =
    onSelect &&
    ((startsAt: string, series: Series | null) =>
      onSelect({ startsAt, verdict: series === null || series.folded === true ? null : series.key }));
  return (
    <ChartFrame
      title={title}
      subtitle={`Calls ${interval === "hour" ? "an hour" : "a day"}, ${zone}`}
      dataset={dataset}
      measure={CALLS}
      rowHeading={interval === "hour" ? "Hour" : "Day"}
      emptyText="No calls in this window."
      onSelect={select}
      plot={(plot) => (
        <TimeBars {...plot} label={title} measure={CALLS} zone={zone} interval={interval} onSelect={select} />
      )}
    />
  );
}

/** Those that occur, in the order of judgement; codes that are newer than this page come last. */
function verdictsIn(buckets: readonly Bucket[]): readonly string[] {
  const occurring = new Set(
    buckets.flatMap(({ values }) => Object.keys(values).filter((verdict) => values[verdict] !== 0)),
  );
  const known = VERDICTS.filter((verdict) => occurring.has(verdict));
  return [...known, ...[...occurring].filter((verdict) => !VERDICTS.includes(verdict)).sort()];
}
