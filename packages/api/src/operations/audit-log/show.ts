import {
  findFollowers,
  listCalls,
  listCorrections,
  type OrganizationTransaction,
  type RelatedCall,
  readCallDetail,
  readCalls,
  readCountedObject,
} from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { showUsd, usdOut } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { instantOut, showTime } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { callFields, showCall } from "./show-call.ts";

const related = z.object({
  id,
  endpoint: z.string(),
  vault_key_id: id,
  called_at: instantOut,
  policy_verdict: z.string(),
  state: z.string(),
  status_code: z.int().nullable(),
  cost_usd: usdOut.nullable(),
  held_usd: usdOut,
});

const output = z.object({
  ...callFields,
  credential_id: id,
  credential_label: z.string(),
  completed_at: instantOut.nullable(),
  window_day: z.iso.date().describe("The day whose cap its hold counted against, in the key's zone."),
  vendor_request_id: z.string().nullable(),
  replayed: z.boolean().describe("The vendor answered with an earlier answer."),
  release_pending: z.boolean().describe("To be given back as soon as none of its retries is open."),
  open_attempts: z.int().describe("Retries of it that are open."),
  corrections: z.array(
    z.object({ id, delta_usd: usdOut, reason: z.string(), made_by: z.string(), created_at: instantOut }),
  ),
  parent: related.nullable().describe("The call that this one was a look-up for."),
  look_ups: z.array(related).describe("What was asked of the vendor to price it."),
  retry_of: related.nullable().describe("The first call of the same intent."),
  retries: z.array(related),
  object: z
    .object({
      object_id: z.string(),
      status: z.string().describe("`open`, `closed` or `canceled`."),
      counted_usd: usdOut.describe("Once, over all calls that name it."),
      calls: z.array(related),
    })
    .nullable(),
});

export const showCallOperation = defineOperation({
  name: "audit-log.show",
  summary: "Show a call with everything that stands with it",
  access: { role: "auditor" },
  input: z.strictObject({ id }),
  output,
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId } = context;
      const name = { organizationId, callId: input.id };
      const detail = await readCallDetail(transaction, name);
      const page = { organizationId, filters: { text: input.id }, before: null, limit: 1 };
      const [row] = (await listCalls(transaction, page)).rows;
      if (detail === null || row === undefined) return notFound();
      const { attachedTo, objectId, credentialId } = detail;
      const followers = await findFollowers(transaction, { ...name, agentRunId: row.agent_run_id });
      const read = (ids: ReadonlyArray<string | null>) => showRelated(transaction, organizationId, ids);
      return done({
        ...showCall(row),
        credential_id: credentialId,
        credential_label: detail.credentialLabel ?? "",
        completed_at: showTime(detail.completedAt),
        window_day: detail.windowDay,
        vendor_request_id: detail.vendorRequestId,
        replayed: detail.replayed,
        release_pending: detail.releasePending,
        open_attempts: detail.openAttempts,
        corrections: (await listCorrections(transaction, name)).map((correction) => ({
          id: correction.id,
          delta_usd: formatUsd(correction.deltaMicros),
          reason: correction.reason,
          made_by: correction.madeBy,
          created_at: correction.createdAt.toISOString(),
        })),
        parent: (await read([row.parent_call_id]))[0] ?? null,
        look_ups: await read(followers.lookUps),
        retry_of: (await read([attachedTo]))[0] ?? null,
        retries: await read(followers.retries),
        object: objectId === null ? null : await showObject(transaction, { ...name, credentialId, objectId }),
      });
    }),
});

async function showObject(
  transaction: OrganizationTransaction,
  named: { readonly organizationId: string; readonly credentialId: string; readonly objectId: string },
) {
  const object = await readCountedObject(transaction, named);
  if (object === null) return null;
  return {
    object_id: object.objectId,
    status: object.status,
    counted_usd: formatUsd(object.countedMicros),
    calls: await showRelated(transaction, named.organizationId, object.callIds),
  };
}

async function showRelated(
  transaction: OrganizationTransaction,
  organizationId: string,
  ids: ReadonlyArray<string | null>,
) {
  const calls = await readCalls(
    transaction,
    organizationId,
    ids.filter((callId) => callId !== null),
  );
  return calls.map((call: RelatedCall) => ({
    id: call.id,
    endpoint: call.endpoint,
    vault_key_id: call.vaultKeyId,
    called_at: call.calledAt.toISOString(),
    policy_verdict: call.verdict,
    state: call.state,
    status_code: call.statusCode,
    cost_usd: showUsd(call.costMicros),
    held_usd: formatUsd(call.heldMicros),
  }));
}
