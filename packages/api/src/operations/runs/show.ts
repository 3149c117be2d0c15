import { listRuns, listVaultKeyRows, readRunCalls } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { agentRunId } from "../../fields/text.ts";
import { instantOut, showTime } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { keyRowFields, showKeyRow } from "../vault-keys/show-key-row.ts";
import { runFields, showRun } from "./show-run.ts";

const KEYS_MAX = 100;

const output = z.object({
  ...runFields,
  first_call_at: instantOut.nullable().describe("Denied ones included, as in the next."),
  newest_call_at: instantOut.nullable(),
  in_flight_calls: z.int(),
  in_flight_usd: usdOut,
  accrued_usd: usdOut.describe("Done but not final."),
  unknown_calls: z.int(),
  unknown_usd: usdOut.describe("Possibly sent, no answer."),
  verdicts: z.array(z.object({ verdict: z.string(), calls: z.int() })).describe("The most frequent first."),
  vault_keys: z.array(z.object(keyRowFields)).max(KEYS_MAX).describe("Newest first, with their rules."),
});

export const showRunOperation = defineOperation({
  name: "runs.show",
  summary: "Show a run: what it did and cost",
  description: "Its timeline is the audit log with `agent_run_id`.",
  access: { role: "auditor" },
  input: z.strictObject({ agent_run_id: agentRunId }),
  output,
  run: (context, { agent_run_id }) =>
    transact(context, async (transaction) => {
      const { organizationId } = context;
      const page = { organizationId, filters: { agentRunId: agent_run_id }, before: null };
      const [run] = await listRuns(transaction, { ...page, limit: 1 });
      if (run === undefined) return notFound();
      const calls = await readRunCalls(transaction, organizationId, agent_run_id);
      const keys = await listVaultKeyRows(transaction, { ...page, limit: KEYS_MAX });
      return done({
        ...showRun(run),
        first_call_at: showTime(calls.firstCallAt),
        newest_call_at: showTime(calls.lastCallAt),
        in_flight_calls: Number(calls.inFlightCalls),
        in_flight_usd: formatUsd(calls.inFlightMicros),
        accrued_usd: formatUsd(calls.accruedMicros),
        unknown_calls: Number(calls.unknownCalls),
        unknown_usd: formatUsd(calls.unknownMicros),
        verdicts: [...calls.verdicts],
        vault_keys: keys.map((key) => showKeyRow(context, key)),
      });
    }),
});
