import type { KeyNearCap } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";

/** A live key that has used at least four fifths of a cap. */
export const nearCapFields = {
  vault_key_id: id,
  key_label: z.string(),
  agent_name: z.string(),
  agent_run_id: z.string(),
  vendor: z.string(),
  expires_at: instantOut,
  cap: z.enum(["daily", "run"]).describe("The fuller one."),
  cap_usd: usdOut,
  used_usd: usdOut.describe("Spent and held."),
  left_usd: usdOut,
};

export function showNearCap(key: KeyNearCap) {
  return {
    vault_key_id: key.id,
    key_label: key.keyLabel,
    agent_name: key.agentName,
    agent_run_id: key.agentRunId,
    vendor: key.vendor,
    expires_at: key.expiresAt.toISOString(),
    cap: key.cap,
    cap_usd: formatUsd(key.capMicros),
    used_usd: formatUsd(key.usedMicros),
    left_usd: formatUsd(key.leftMicros),
  };
}
