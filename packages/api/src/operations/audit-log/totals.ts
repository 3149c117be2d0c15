import { readCallTotals } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { instantOut, showTime } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { callFilterFields, readCallFilters } from "./call-filters.ts";

const output = z.object({
  calls: z.int(),
  allowed_calls: z.int(),
  denied_calls: z.int(),
  spent_usd: usdOut.describe("Final costs, later corrections included."),
  open_usd: usdOut.describe("In flight, accrued and unknown: counted against caps, not final."),
  complete: z
    .boolean()
    .describe("False where there were too many to count at once: there are at least these."),
  counted_back_to: instantOut
    .nullable()
    .describe("Of an incomplete count the time down to which it goes, from the newest."),
});

export const callTotalsOperation = defineOperation({
  name: "audit-log.totals",
  summary: "Count and sum up calls",
  description:
    "Of any number of calls when filtered by run, agent, vendor, key, verdict or time on quarter hours; by anything else " +
    "of as many as can be counted in a quarter of a second.",
  access: { role: "auditor" },
  input: z.strictObject(callFilterFields),
  output,
  run: (context, input) =>
    transact(context, async (transaction) => {
      const totals = await readCallTotals(transaction, context.organizationId, readCallFilters(input));
      return done({
        calls: Number(totals.allowedCalls + totals.deniedCalls),
        allowed_calls: Number(totals.allowedCalls),
        denied_calls: Number(totals.deniedCalls),
        spent_usd: formatUsd(totals.spentMicros),
        open_usd: formatUsd(totals.openMicros),
        complete: totals.countedBackTo === null,
        counted_back_to: showTime(totals.countedBackTo),
      });
    }),
});
