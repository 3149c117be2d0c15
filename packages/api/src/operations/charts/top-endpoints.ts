import { readEndpointSums } from "@keybrake/database";
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
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

const endpoint = z.object({
  vendor: z.string(),
  endpoint: z.string().describe("`(refused)`: all targets that were refused for what they are."),
  ...sumsOut,
});

export const topEndpointsOperation = defineOperation({
  name: "charts.top-endpoints",
  summary: "Endpoints that cost most or are called most",
  access: { role: "auditor" },
  input: z.strictObject({ ...chartFields, limit: z.int().min(1).max(50).default(10) }),
  output: z.object({ ...windowOut, endpoints: z.array(endpoint) }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const window = await readChartWindow(transaction, context.organizationId, input);
      if (!window.ok) return window;
      const rows = await readEndpointSums(transaction, window.value, {
        ...readChartFilters(input),
        limit: input.limit,
      });
      const endpoints = rows.map(({ vendor, endpoint, ...sums }) => ({
        vendor,
        endpoint,
        ...showSums(sums),
      }));
      return done({ ...showWindow(window.value), endpoints });
    }),
});
