import type { VaultKeyRow } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { showUsd, usdOut } from "../../fields/money.ts";
import { instantOut } from "../../fields/time.ts";
import { capsLeft, leftMicros } from "./left.ts";
import { showVaultKey, summaryFields } from "./show-vault-key.ts";

/** A key in a table: its rules, what it spent and holds of each cap, and what is left. */
export const keyRowFields = {
  ...summaryFields,
  spent_today_usd: usdOut,
  held_today_usd: usdOut,
  left_today_usd: usdOut.nullable().describe("Of the daily cap; null where there is none."),
  spent_run_usd: usdOut,
  held_run_usd: usdOut,
  left_run_usd: usdOut.nullable().describe("Of the cap for its whole life; null where there is none."),
  left_usd: usdOut.nullable().describe("What it may still spend now; 0 for a key that is dead."),
  overage_usd: usdOut.describe("What vendors charged above the holds: any of it refuses priced calls."),
  calls: z.int().describe("That count against `max_calls`."),
  resets_at: instantOut.describe("When its day ends."),
  policy_name: z.string().nullable(),
  credential_label: z.string(),
};

export function showKeyRow(context: OperationContext, key: VaultKeyRow) {
  const left = capsLeft(key);
  return {
    ...showVaultKey(context, key),
    spent_today_usd: formatUsd(key.daySpentMicros),
    held_today_usd: formatUsd(key.dayHeldMicros),
    left_today_usd: showUsd(left.day),
    spent_run_usd: formatUsd(key.runSpentMicros),
    held_run_usd: formatUsd(key.runHeldMicros),
    left_run_usd: showUsd(left.run),
    left_usd: showUsd(leftMicros(key)),
    overage_usd: formatUsd(key.overageMicros),
    calls: Number(key.calls),
    resets_at: key.resetsAt.toISOString(),
    policy_name: key.policyName,
    credential_label: key.credentialLabel,
  };
}
