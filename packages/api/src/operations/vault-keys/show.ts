import { readVaultKey } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { showUsd, usdOut } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { leftMicros } from "./left.ts";
import { showVaultKey, summaryFields } from "./show-vault-key.ts";

const output = z.object({
  ...summaryFields,
  spent_today_usd: usdOut,
  held_today_usd: usdOut,
  spent_run_usd: usdOut,
  held_run_usd: usdOut,
  left_usd: usdOut
    .nullable()
    .describe(
      "What the key may still spend now, by the tightest of its daily and run caps; null when it has neither.",
    ),
  calls: z.int().describe("Calls that count against `max_calls`."),
  resets_at: instantOut.describe("When the key's day ends, in the organization's zone."),
});

export const showVaultKeyOperation = defineOperation({
  name: "vault-keys.show",
  summary: "Show a vault key with what it has spent",
  http: { method: "GET", path: "/vault-keys/{id}", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({ id }),
  output,
  run: (context, input) =>
    transact(context, async (transaction) => {
      const key = await readVaultKey(transaction, context.organizationId, input.id);
      if (key === null) return notFound();
      return done({
        ...showVaultKey(context, key),
        spent_today_usd: formatUsd(key.daySpentMicros),
        held_today_usd: formatUsd(key.dayHeldMicros),
        spent_run_usd: formatUsd(key.runSpentMicros),
        held_run_usd: formatUsd(key.runHeldMicros),
        left_usd: showUsd(leftMicros(key)),
        calls: Number(key.calls),
        resets_at: key.resetsAt.toISOString(),
      });
    }),
});
