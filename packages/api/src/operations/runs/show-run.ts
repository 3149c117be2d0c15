import type { RunSummary } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { showUsd, usdOut } from "../../fields/money.ts";
import { instantOut, showTime } from "../../fields/time.ts";

/** A run by its keys, summed over all of them and their whole lives. */
export const runFields = {
  agent_run_id: z.string(),
  agent_name: z.string(),
  vendors: z.array(z.string()),
  state: z
    .enum(["active", "ended", "revoked"])
    .describe("`revoked`: as a run. `ended`: none of its keys lives."),
  revoked_at: instantOut.nullable(),
  keys: z.int(),
  live_keys: z.int(),
  spent_usd: usdOut,
  held_usd: usdOut.describe("In flight, accrued and unknown."),
  overage_usd: usdOut.describe("What vendors charged above the holds."),
  run_usd_cap: usdOut.nullable().describe("The sum of its keys' caps; null where one of them has none."),
  calls: z.int().describe("That count against `max_calls`."),
  first_issued_at: instantOut,
  last_issued_at: instantOut,
  expires_at: instantOut.describe("Of the key that lives longest."),
  last_call_at: instantOut.nullable().describe("Of the admitted ones."),
};

export function showRun(run: RunSummary) {
  return {
    agent_run_id: run.agentRunId,
    agent_name: run.agentName,
    vendors: run.vendors,
    state: run.state,
    revoked_at: showTime(run.revokedAt),
    keys: Number(run.keys),
    live_keys: Number(run.liveKeys),
    spent_usd: formatUsd(run.spentMicros),
    held_usd: formatUsd(run.heldMicros),
    overage_usd: formatUsd(run.overageMicros),
    run_usd_cap: showUsd(run.runCapMicros),
    calls: Number(run.calls),
    first_issued_at: run.firstIssuedAt.toISOString(),
    last_issued_at: run.lastIssuedAt.toISOString(),
    expires_at: run.expiresAt.toISOString(),
    last_call_at: showTime(run.lastCallAt),
  };
}
