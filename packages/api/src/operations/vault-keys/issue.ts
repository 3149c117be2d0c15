import {
  claimIdempotencyKey,
  type IssueRefusal,
  issueVaultKey,
  type OrganizationTransaction,
  readOrganizationLimits,
  recordActivity,
} from "@keybrake/database";
import { mintToken } from "@keybrake/vault";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { showUsd } from "../../fields/money.ts";
import { agentRunLabel, id, vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, invalidField, type Refused, type Result, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { demandVendor } from "../vendors/resolve-vendor.ts";
import { type AgreedTerms, agreeTerms } from "./agree-terms.ts";
import { pinRules } from "./pin-rules.ts";
import { resolveCredential } from "./resolve-credential.ts";
import { issuedFields } from "./show-vault-key.ts";
import { termFields } from "./terms.ts";

const NAME = "vault-keys.issue";
const { expires_in, ...otherTerms } = termFields;

const input = z.strictObject({
  vendor: vendorName,
  agent_run_label: agentRunLabel,
  expires_in,
  policy: z.string().min(1).max(100).optional().describe("Name or id; the other terms may only narrow it."),
  credential_id: id
    .optional()
    .describe("May be left out where the vendor has exactly one active credential."),
  ...z.object(otherTerms).partial().shape,
});

const output = z.object({
  ...issuedFields,
  vault_key: z.string().describe("The secret that the agent uses; shown here once and never again."),
});

type Answer = z.input<typeof output>;

export const issueVaultKeyOperation = defineOperation({
  name: NAME,
  summary: "Issue a vault key for one run",
  description:
    "Needs either `policy`, or `allowed_endpoints` with at least one of `daily_usd_cap` and `run_usd_cap`. The rates that " +
    "amounts in other currencies are converted at are pinned into the key.",
  http: { method: "POST", path: "/vault-keys", status: 201 },
  access: { scope: "keys:issue", role: "member" },
  problems: ["idempotency_conflict", "run_revoked", "too_many_vault_keys", "credential_disabled"],
  input,
  output,
  run: (context, fields) => transact(context, (transaction) => issue(transaction, context, fields)),
});

async function issue(
  transaction: OrganizationTransaction,
  context: OperationContext,
  request: z.output<typeof input>,
): Promise<Result<Answer>> {
  const { organizationId, actor } = context;
  const { vendor, agent_run_label: run, policy, credential_id, ...wish } = request;
  const found = await demandVendor(transaction, { organizationId, name: vendor, field: "vendor" });
  if (!found.ok) return found;
  const vaultKeyId = uuidv7();
  const repeated = await refuseRepeat(transaction, context, vaultKeyId);
  if (repeated !== null) return repeated;

  const organization = await readOrganizationLimits(transaction, organizationId);
  const agreed = await agreeTerms(transaction, context, {
    vendor: found.value,
    policy,
    wish,
    organization,
  });
  if (!agreed.ok) return agreed;
  const credential = await resolveCredential(transaction, {
    organizationId,
    vendor,
    credentialId: credential_id,
  });
  if (!credential.ok) return credential;
  const { allowedEndpoints, terms } = agreed.value;
  const { marginBps } = organization;
  const { definition } = found.value;
  const rules = await pinRules(transaction, {
    organizationId,
    marginBps,
    allowedEndpoints,
    terms,
    definition,
  });
  if (!rules.ok) return rules;

  const { token, hash, last4 } = mintToken("vault_key");
  const issued = await issueVaultKey(transaction, {
    organizationId,
    id: vaultKeyId,
    tokenHash: hash,
    last4,
    vendor,
    credentialId: credential.value,
    ...run,
    rules: rules.value,
    policy: agreed.value.policy,
    createdBy: actor,
    expiresInMs: agreed.value.expiresInMs,
    ...capsOf(agreed.value),
  });
  if (!issued.ok) return refuseIssue(issued.refusal);
  await recordActivity(transaction, {
    organizationId,
    actor,
    action: NAME,
    subject: `vault_key:${vaultKeyId}`,
    detail: {
      vendor,
      agent_run_id: run.agentRunId,
      allowed_endpoints: allowedEndpoints,
      ...showCaps(agreed.value),
    },
  });
  return done({
    id: vaultKeyId,
    vault_key: token,
    vendor,
    credential_id: credential.value,
    agent_name: run.agentName,
    agent_run_id: run.agentRunId,
    allowed_endpoints: [...allowedEndpoints],
    ...showCaps(agreed.value),
    expires_at: issued.expiresAt.toISOString(),
    created_at: issued.createdAt.toISOString(),
    proxy_url: context.publicProxyUrl,
  });
}

/** The secret is not stored, so a repeat cannot be answered with it: it is told which key the first one made. */
async function refuseRepeat(
  transaction: OrganizationTransaction,
  { organizationId, idempotencyHash }: OperationContext,
  subjectId: string,
): Promise<Refused | null> {
  if (idempotencyHash === null) return null;
  const request = { organizationId, operation: NAME, keyHash: idempotencyHash, subjectId };
  const first = await claimIdempotencyKey(transaction, request);
  if (first === null) return null;
  const detail = `It issued vault key ${first}, whose secret is shown once only. Revoke that key and issue another one.`;
  return refuse("idempotency_conflict", detail, { id: first });
}

function capsOf({ terms }: AgreedTerms) {
  return {
    callCapMicros: terms.callCapMicros ?? null,
    dailyCapMicros: terms.dailyCapMicros ?? null,
    runCapMicros: terms.runCapMicros ?? null,
    maxCalls: terms.maxCalls ?? null,
  };
}

function showCaps(agreed: AgreedTerms) {
  const { callCapMicros, dailyCapMicros, runCapMicros, maxCalls } = capsOf(agreed);
  return {
    daily_usd_cap: showUsd(dailyCapMicros),
    run_usd_cap: showUsd(runCapMicros),
    call_usd_cap: showUsd(callCapMicros),
    max_calls: maxCalls,
  };
}

/** What only the database could see under its locks, after everything here was checked. */
function refuseIssue(refusal: IssueRefusal): Refused {
  switch (refusal) {
    case "expires_in_too_long":
      return invalidField("expires_in", "Is longer than the organization allows.");
    case "daily_cap_too_high":
      return invalidField("daily_usd_cap", "Is higher than the organization allows.");
    case "run_revoked":
      return refuse("run_revoked", "This run was revoked as a run: issue for a run of another name.");
    case "credential_unavailable":
      return refuse("credential_disabled", "The credential was disabled meanwhile: use another one.");
    case "too_many_live_keys":
      return refuse(
        "too_many_vault_keys",
        "The organization has as many live keys as it allows: revoke some first.",
      );
  }
}
