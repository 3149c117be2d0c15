import { readCallTotals } from "@keybrake/database";
import { z } from "zod";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { callFilterFields, readCallFilters } from "./call-filters.ts";
import { showTotals, totalFields } from "./call-totals.ts";

export const callTotalsOperation = defineOperation({
  name: "audit-log.totals",
  summary: "Sum up calls",
  description:
    "Of any number of calls, at once, when filtered by run, agent, vendor, key, verdict or time on quarter hours. " +
    "Filtered by anything else they have to be counted: `totals` is null then, and `audit-log.count` counts.",
  access: { role: "auditor" },
  input: z.strictObject(callFilterFields),
  output: z.object({ totals: z.object(totalFields).nullable() }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const totals = await readCallTotals(transaction, context.organizationId, readCallFilters(input));
      return done({ totals: totals === null ? null : showTotals(totals) });
    }),
});
