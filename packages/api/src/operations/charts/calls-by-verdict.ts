import { readBucketStarts, readSeries } from "@keybrake/database";
import { z } from "zod";
import { chartFields, readChartFilters, readChartWindow, showWindow, windowOut } from "../../fields/chart.ts";
import { allCalls, bucketsOut, bySize, makeSeries } from "../../fields/series.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

/** More than there are verdicts, so that none is put with "others". */
const VERDICTS_MAX = 100;

const series = z.object({
  verdict: z.string(),
  calls: z.int(),
  points: z.array(z.int()).describe("Calls, one number for each bucket."),
});

export const callsByVerdictOperation = defineOperation({
  name: "charts.calls-by-verdict",
  summary: "Calls by verdict over time",
  description: "Calls in flight are counted when they are answered.",
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
          groupBy: "verdict",
          groups: VERDICTS_MAX,
          rankBy: "calls",
        },
      );
      return done({
        ...showWindow(window.value),
        buckets: starts.map((start) => start.toISOString()),
        series: makeSeries(starts, points)
          .sort(bySize(allCalls))
          .map(({ group, sums, points: all }) => ({
            verdict: group ?? "",
            calls: Number(allCalls(sums)),
            points: all.map((point) => Number(allCalls(point))),
          })),
      });
    }),
});
