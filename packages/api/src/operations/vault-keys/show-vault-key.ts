import type { VaultKeySummary } from "@keybrake/database";
import { keyRulesSchema } from "@keybrake/policy";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { showUsd, usdOut } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { instantOut, showTime } from "../../fields/time.ts";

/** What an issued key answers, without its secret. */
export const issuedFields = {
  id,
  vendor: z.string(),
  credential_id: id,
  agent_name: z.string(),
  agent_run_id: z.string(),
  allowed_endpoints: z.array(z.string()),
  daily_usd_cap: usdOut.nullable(),
  run_usd_cap: usdOut.nullable(),
  call_usd_cap: usdOut.nullable(),
  max_calls: z.int().nullable(),
  expires_at: instantOut,
  created_at: instantOut,
  proxy_url: z.string(),
};

/** A key in a list: with its state and the rest of its rules. */
export const summaryFields = {
  ...issuedFields,
  key_label: z.string().describe("How audit rows name the key."),
  state: z.enum(["active", "expired", "revoked"]),
  revoked_at: instantOut.nullable(),
  last_call_at: instantOut.nullable(),
  assumed_call_usd: usdOut
    .nullable()
    .describe("Unsafe where set: held for calls whose price cannot be known, which can cost more."),
  currencies: z.array(z.string()).describe("What may be charged in."),
  stripe_accounts: z.array(z.string()),
  policy_id: id.nullable(),
  policy_version: z.int().nullable(),
  created_by: z.string(),
};

export function showVaultKey(context: OperationContext, key: VaultKeySummary) {
  const rules = keyRulesSchema.parse(key.rules);
  return {
    id: key.id,
    vendor: key.vendor,
    credential_id: key.credentialId,
    agent_name: key.agentName,
    agent_run_id: key.agentRunId,
    allowed_endpoints: rules.allowedEndpoints,
    daily_usd_cap: showUsd(key.dailyCapMicros),
    run_usd_cap: showUsd(key.runCapMicros),
    call_usd_cap: showUsd(key.callCapMicros),
    max_calls: key.maxCalls === null ? null : Number(key.maxCalls),
    expires_at: key.expiresAt.toISOString(),
    created_at: key.createdAt.toISOString(),
    proxy_url: context.publicProxyUrl,
    key_label: key.keyLabel,
    state: key.state,
    revoked_at: showTime(key.revokedAt),
    last_call_at: showTime(key.lastCallAt),
    assumed_call_usd: showUsd(rules.assumedCallMicros),
    currencies: rules.currencies ?? Object.keys(rules.rates).sort(),
    stripe_accounts: rules.stripeAccounts,
    policy_id: key.policyId,
    policy_version: key.policyVersion,
    created_by: key.createdBy,
  };
}
