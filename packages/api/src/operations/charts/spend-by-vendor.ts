import { readVendorSums } from "@keybrake/database";
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

export const spendByVendorOperation = defineOperation({
  name: "charts.spend-by-vendor",
  summary: "Spend by vendor",
  access: { role: "auditor" },
  input: z.strictObject(chartFields),
  output: z.object({
    ...windowOut,
    vendors: z.array(z.object({ vendor: z.string(), ...sumsOut })).describe("The largest spender first."),
  }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const window = await readChartWindow(transaction, context.organizationId, input);
      if (!window.ok) return window;
      const rows = await readVendorSums(transaction, window.value, readChartFilters(input));
      const vendors = rows.map(({ vendor, ...sums }) => ({ vendor, ...showSums(sums) }));
      return done({ ...showWindow(window.value), vendors });
    }),
});
