import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";

/** Another call that stands with one: a look-up, a retry, or what counted the same object. */
export interface RelatedCall {
  readonly id: string;
  readonly endpoint: string;
  readonly vaultKeyId: string;
  readonly calledAt: Date;
  readonly verdict: string;
  readonly state: string;
  readonly statusCode: number | null;
  readonly costMicros: bigint | null;
  readonly heldMicros: bigint;
}

export interface CallCorrection {
  readonly id: string;
  readonly deltaMicros: bigint;
  readonly reason: string;
  readonly madeBy: string;
  readonly createdAt: Date;
}

/** What a call has beyond its row in the view. */
export interface CallDetail {
  readonly credentialId: string;
  readonly credentialLabel: string;
  readonly completedAt: Date | null;
  /** The date that its hold counted in, `YYYY-MM-DD`. */
  readonly windowDay: string;
  readonly attachedTo: string | null;
  readonly openAttempts: number;
  readonly releasePending: boolean;
  readonly replayed: boolean;
  readonly objectId: string | null;
  readonly vendorRequestId: string | null;
}

export interface CountedObject {
  readonly objectId: string;
  readonly status: string;
  readonly countedMicros: bigint;
  readonly callIds: string[];
}

interface CallName {
  readonly organizationId: string;
  readonly callId: string;
}

/** How many related calls of a kind are shown, and how many rows of the run are looked at for them. */
const RELATED_MAX = 50;
const LOOKED_AT_MAX = 20_000;

/** Null when the organization has no such call. */
export async function readCallDetail(
  transaction: OrganizationTransaction,
  { organizationId, callId }: CallName,
): Promise<CallDetail | null> {
  const [row] = await transaction.$queryRaw<CallDetail[]>`
    SELECT c.credential_id AS "credentialId", k.label AS "credentialLabel", c.completed_at AS "completedAt",
      c.window_day::text AS "windowDay", c.attached_to AS "attachedTo", c.open_attempts AS "openAttempts",
      c.release_pending AS "releasePending", c.replayed, c.object_id AS "objectId",
      c.vendor_request_id AS "vendorRequestId"
    FROM call c LEFT JOIN credential k ON k.organization_id = c.organization_id AND k.id = c.credential_id
    WHERE c.organization_id = ${organizationId}::uuid AND c.id = ${callId}::uuid`;
  return row ?? null;
}

export async function listCorrections(
  transaction: OrganizationTransaction,
  { organizationId, callId }: CallName,
): Promise<CallCorrection[]> {
  return transaction.$queryRaw<CallCorrection[]>`
    SELECT id, delta_micros AS "deltaMicros", reason, made_by AS "madeBy", created_at AS "createdAt"
    FROM call_adjustment WHERE organization_id = ${organizationId}::uuid AND call_id = ${callId}::uuid
    ORDER BY id LIMIT 100`;
}

/** By id, oldest first. */
export async function readCalls(
  transaction: OrganizationTransaction,
  organizationId: string,
  ids: readonly string[],
): Promise<RelatedCall[]> {
  if (ids.length === 0) return [];
  return transaction.$queryRaw<RelatedCall[]>`
    SELECT id, endpoint, vault_key_id AS "vaultKeyId", called_at AS "calledAt", policy_verdict AS verdict, state,
      status_code AS "statusCode", cost_micros AS "costMicros", held_micros AS "heldMicros"
    FROM call WHERE organization_id = ${organizationId}::uuid AND id = ANY (${[...ids]}::uuid[])
    ORDER BY id LIMIT ${RELATED_MAX}`;
}

/** Ids of the look-ups that a call made and of the retries that attached to it, oldest first. */
export async function findFollowers(
  transaction: OrganizationTransaction,
  call: CallName & { readonly agentRunId: string },
): Promise<{ readonly lookUps: readonly string[]; readonly retries: readonly string[] }> {
  // They come after it, under its own key, and retries attach for less than a day: the index over runs bounds the search.
  const rows = await transaction.$queryRaw<Array<{ id: string; isLookUp: boolean }>>`
    SELECT id, parent_call_id IS NOT NULL AS "isLookUp" FROM (
      SELECT c.id, c.parent_call_id, c.attached_to FROM call c
      WHERE c.organization_id = ${call.organizationId}::uuid AND c.agent_run_id = ${call.agentRunId} AND c.state <> ''
        AND c.id > ${call.callId}::uuid
        AND c.called_at < (SELECT f.called_at FROM call f WHERE f.organization_id = ${call.organizationId}::uuid
          AND f.id = ${call.callId}::uuid) + interval '1 day'
      ORDER BY c.id LIMIT ${LOOKED_AT_MAX}
    ) AS after
    WHERE parent_call_id = ${call.callId}::uuid OR attached_to = ${call.callId}::uuid
    ORDER BY id LIMIT ${RELATED_MAX}`;
  return {
    lookUps: rows.filter(({ isLookUp }) => isLookUp).map(({ id }) => id),
    retries: rows.filter(({ isLookUp }) => !isLookUp).map(({ id }) => id),
  };
}

/** The vendor object whose money a call counts, with every call that counted it. */
export async function readCountedObject(
  transaction: OrganizationTransaction,
  object: { readonly organizationId: string; readonly credentialId: string; readonly objectId: string },
): Promise<CountedObject | null> {
  const [row] = await transaction.$queryRaw<CountedObject[]>`
    SELECT object_id AS "objectId", status, counted_micros AS "countedMicros",
      call_ids[1:${Prisma.raw(String(RELATED_MAX))}] AS "callIds"
    FROM counted_object
    WHERE organization_id = ${object.organizationId}::uuid AND credential_id = ${object.credentialId}::uuid
      AND object_id = ${object.objectId}`;
  return row ?? null;
}
