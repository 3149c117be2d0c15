"use client";

import { lazy } from "react";
import { visible } from "../visible.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { CALLS, USD } from "./measure.ts";
import { rankedHeight } from "./ranked-height.ts";
import type { Dataset } from "./series.ts";

const RankedBars = lazy(() => import("./plots/ranked-bars.tsx"));

const BY = {
  spend: {
    measure: USD,
    series: { key: "spend", name: "Spend", colour: "var(--series-1)" },
    none: "No spend",
  },
  calls: {
    measure: CALLS,
    series: { key: "calls", name: "Calls", colour: "var(--series-1)" },
    none: "No calls",
  },
};

export interface TopEndpointsProps {
  /** The largest first, as many as should be seen; spend in dollars. */
  readonly endpoints: readonly {
    readonly vendor: string;
    /** The template: `POST /v1/customers/{id}`. */
    readonly endpoint: string;
    readonly value: number;
  }[];
  readonly by: "spend" | "calls";
  readonly title?: string | undefined;
  readonly onSelect?: ((selection: { vendor: string; endpoint: string }) => void) | undefined;
}

export function TopEndpoints({ endpoints, by, title = "Top endpoints", onSelect }: TopEndpointsProps) {
  const { measure, series, none } = BY[by];
  const severalVendors = new Set(endpoints.map(({ vendor }) => vendor)).size > 1;
  const dataset: Dataset = {
    series: [series],
    rows: endpoints.map(({ vendor, endpoint, value }, index) => ({
      key: String(index),
      name: visible(severalVendors ? `${vendor} · ${endpoint}` : endpoint),
      values: [value],
    })),
  };
  const select =
    onSelect &&
    ((key: string) => {
      const one = endpoints[Number(key)];
      if (one !== undefined) onSelect({ vendor: one.vendor, endpoint: one.endpoint });
    });
  return (
    <ChartFrame
      title={title}
      subtitle={measure.unit}
      dataset={dataset}
      measure={measure}
      rowHeading="Endpoint"
      emptyText={`${none} in this window.`}
      height={rankedHeight(endpoints.length)}
      onSelect={select}
      plot={(plot) => <RankedBars {...plot} label={title} measure={measure} onSelect={select} />}
    />
  );
}
