import type { OrganizationTransaction } from "./app-database.ts";
import type { CredentialRecord } from "./credentials.ts";

/** A credential with the keys that use it. */
export interface CredentialRow extends CredentialRecord {
  readonly createdBy: string;
  readonly version: number;
  readonly keys: bigint;
  readonly liveKeys: bigint;
  /** Agents with live keys on it, by name; the first ten. */
  readonly liveAgents: string[];
}

/** Newest first; `before` is the last id of the page before. */
export async function listCredentialRows(
  transaction: OrganizationTransaction,
  page: { readonly organizationId: string; readonly before: string | null; readonly limit: number },
): Promise<CredentialRow[]> {
  const { organizationId, before, limit } = page;
  return transaction.$queryRaw<CredentialRow[]>`
    WITH used AS (
      SELECT k.credential_id, count(*) AS keys,
        count(*) FILTER (WHERE k.expires_at > now() AND l.revoked_at IS NULL) AS live_keys,
        (array_agg(DISTINCT k.agent_name ORDER BY k.agent_name)
          FILTER (WHERE k.expires_at > now() AND l.revoked_at IS NULL))[1:10] AS live_agents
      FROM vault_key k JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id
      WHERE k.organization_id = ${organizationId}::uuid
      GROUP BY 1
    )
    SELECT c.id, c.vendor, c.label, c.mode, c.restricted, c.last4, c.version, c.created_at AS "createdAt",
      c.created_by AS "createdBy", c.disabled_at AS "disabledAt", c.last_used_at AS "lastUsedAt",
      coalesce(u.keys, 0) AS keys, coalesce(u.live_keys, 0) AS "liveKeys", coalesce(u.live_agents, '{}') AS "liveAgents"
    FROM credential c LEFT JOIN used u ON u.credential_id = c.id
    WHERE c.organization_id = ${organizationId}::uuid AND (${before}::uuid IS NULL OR c.id < ${before}::uuid)
    ORDER BY c.id DESC LIMIT ${limit}`;
}

/** What disabling a credential would end, and what it would come too late for. */
export interface CredentialUse {
  readonly liveKeys: bigint;
  readonly inFlightCalls: bigint;
  readonly inFlightMicros: bigint;
}

/** All zero where the organization has no such credential. */
export async function readCredentialUse(
  transaction: OrganizationTransaction,
  organizationId: string,
  credentialId: string,
): Promise<CredentialUse> {
  const [row] = await transaction.$queryRaw<CredentialUse[]>`
    SELECT
      (SELECT count(*) FROM vault_key k
        JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id
        WHERE k.organization_id = ${organizationId}::uuid AND k.credential_id = ${credentialId}::uuid
          AND k.expires_at > clock_timestamp() AND l.revoked_at IS NULL) AS "liveKeys",
      count(*) AS "inFlightCalls", coalesce(sum(c.held_micros), 0)::bigint AS "inFlightMicros"
    FROM call c
    WHERE c.organization_id = ${organizationId}::uuid AND c.credential_id = ${credentialId}::uuid
      AND c.state = 'held'`;
  if (row === undefined) throw new Error("counting without a group returned no row");
  return row;
}
