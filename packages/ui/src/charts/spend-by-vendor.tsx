"use client";

import { lazy } from "react";
import { visible } from "../visible.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { USD } from "./measure.ts";
import { rankedHeight } from "./ranked-height.ts";
import type { Dataset } from "./series.ts";

const RankedBars = lazy(() => import("./plots/ranked-bars.tsx"));

const SERIES = [
  { key: "spent", name: "Spent", colour: "var(--series-1)" },
  { key: "held", name: "Held", colour: "var(--series-1)", striped: true },
];

export interface SpendByVendorProps {
  /** In the order in which they should stand; dollars. */
  readonly vendors: readonly {
    readonly vendor: string;
    /** How the vendor calls itself. */
    readonly name?: string | undefined;
    readonly spent: number;
    readonly held?: number | undefined;
  }[];
  readonly title?: string | undefined;
  readonly onSelect?: ((selection: { vendor: string }) => void) | undefined;
}

export function SpendByVendor({ vendors, title = "Spend by vendor", onSelect }: SpendByVendorProps) {
  const withHeld = vendors.some(({ held }) => held !== undefined && held !== 0);
  const dataset: Dataset = {
    series: withHeld ? SERIES : SERIES.slice(0, 1),
    rows: vendors.map(({ vendor, name = vendor, spent, held = 0 }) => ({
      key: vendor,
      name: visible(name),
      values: withHeld ? [spent, held] : [spent],
    })),
  };
  const select = onSelect && ((vendor: string) => onSelect({ vendor }));
  return (
    <ChartFrame
      title={title}
      subtitle="USD"
      dataset={dataset}
      measure={USD}
      rowHeading="Vendor"
      emptyText="No spend in this window."
      height={rankedHeight(vendors.length)}
      onSelect={select}
      plot={(plot) => <RankedBars {...plot} label={title} measure={USD} onSelect={select} />}
    />
  );
}
