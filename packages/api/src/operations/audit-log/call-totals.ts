import type { CallTotals } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";

/** What calls come to. */
export const totalFields = {
  calls: z.int(),
  allowed_calls: z.int(),
  denied_calls: z.int(),
  spent_usd: usdOut.describe("Final costs, later corrections included."),
  open_usd: usdOut.describe("In flight, accrued and unknown: counted against caps, not final."),
};

export function showTotals(totals: CallTotals) {
  return {
    calls: Number(totals.allowedCalls + totals.deniedCalls),
    allowed_calls: Number(totals.allowedCalls),
    denied_calls: Number(totals.deniedCalls),
    spent_usd: formatUsd(totals.spentMicros),
    open_usd: formatUsd(totals.openMicros),
  };
}
