import { readBucketStarts, readSeries } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import {
  chartFields,
  readChartFilters,
  readChartWindow,
  showSums,
  showWindow,
  sumsOut,
  windowOut,
} from "../../fields/chart.ts";
import { usdOut } from "../../fields/money.ts";
import { bucketsOut, bySize, countedMicros, makeSeries } from "../../fields/series.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

/** More than this nobody tells apart by colour. */
const AGENTS_MAX = 8;

const series = z.object({
  agent_name: z.string().nullable().describe("Null: the other agents, together."),
  ...sumsOut,
  points: z.array(z.object({ spent_usd: usdOut, accrued_usd: usdOut })).describe("One for each bucket."),
});

export const spendOverTimeOperation = defineOperation({
  name: "charts.spend-over-time",
  summary: "Spend by agent over time",
  access: { role: "auditor" },
  input: z.strictObject(chartFields),
  output: z.object({ ...windowOut, buckets: bucketsOut, series: z.array(series) }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const window = await readChartWindow(transaction, context.organizationId, input);
      if (!window.ok) return window;
      const starts = await readBucketStarts(transaction, window.value);
      const points = await readSeries(
        transaction,
        { ...window.value, starts },
        {
          filters: readChartFilters(input),
          groupBy: "agent",
          groups: AGENTS_MAX,
          rankBy: "spend",
        },
      );
      return done({
        ...showWindow(window.value),
        buckets: starts.map((start) => start.toISOString()),
        series: makeSeries(starts, points)
          .sort(bySize(countedMicros))
          .map(({ group, sums, points: all }) => ({
            agent_name: group,
            ...showSums(sums),
            points: all.map(({ spentMicros, accruedMicros }) => ({
              spent_usd: formatUsd(spentMicros),
              accrued_usd: formatUsd(accruedMicros),
            })),
          })),
      });
    }),
});
