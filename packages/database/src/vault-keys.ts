import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";

export type VaultKeyState = "active" | "expired" | "revoked";

/** A vault key as lists show it. */
export interface VaultKeySummary {
  readonly id: string;
  readonly vendor: string;
  readonly credentialId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly keyLabel: string;
  /** As stored but for a vendor's whole definition; whoever shows them parses them. */
  readonly rules: unknown;
  readonly policyId: string | null;
  readonly policyVersion: number | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastCallAt: Date | null;
  readonly state: VaultKeyState;
  readonly callCapMicros: bigint | null;
  readonly dailyCapMicros: bigint | null;
  readonly runCapMicros: bigint | null;
  readonly maxCalls: bigint | null;
}

/** With what the ledger counted, at one moment. */
export interface VaultKeyStanding extends VaultKeySummary {
  readonly daySpentMicros: bigint;
  readonly dayHeldMicros: bigint;
  readonly runSpentMicros: bigint;
  readonly runHeldMicros: bigint;
  readonly overageMicros: bigint;
  readonly calls: bigint;
  /** When the day's window ends, in the key's zone. */
  readonly resetsAt: Date;
}

export interface VaultKeyFilters {
  readonly state?: VaultKeyState | undefined;
  readonly agentName?: string | undefined;
  readonly agentRunId?: string | undefined;
  readonly vendor?: string | undefined;
}

/** Of a key `k` with its ledger row `l`. */
export const STATE = Prisma.sql`
  CASE WHEN l.revoked_at IS NOT NULL THEN 'revoked' WHEN l.expires_at <= clock_timestamp() THEN 'expired'
    ELSE 'active' END`;

const SUMMARY = Prisma.sql`
  k.id, k.vendor, k.credential_id AS "credentialId", k.agent_name AS "agentName", k.agent_run_id AS "agentRunId",
  k.key_label AS "keyLabel", k.rules - 'customVendor' AS rules, k.policy_id AS "policyId", k.policy_version AS "policyVersion",
  k.created_at AS "createdAt", k.created_by AS "createdBy", k.expires_at AS "expiresAt", l.revoked_at AS "revokedAt",
  l.last_call_at AS "lastCallAt", ${STATE} AS state, l.call_cap_micros AS "callCapMicros",
  l.daily_cap_micros AS "dailyCapMicros", l.run_cap_micros AS "runCapMicros", l.max_calls AS "maxCalls"`;

export const SOURCE = Prisma.sql`
  vault_key k JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id`;

/** The columns of `VaultKeyStanding`. A day that has passed counts as nothing spent and nothing held. */
export const STANDING = Prisma.sql`${SUMMARY},
  CASE WHEN d.today > l.window_day THEN 0 ELSE l.day_spent_micros END AS "daySpentMicros",
  CASE WHEN d.today > l.window_day THEN 0 ELSE l.day_held_micros END AS "dayHeldMicros",
  l.run_spent_micros AS "runSpentMicros", l.run_held_micros AS "runHeldMicros",
  l.overage_micros AS "overageMicros", l.calls,
  (greatest(d.today, l.window_day) + 1)::timestamp AT TIME ZONE l.zone AS "resetsAt"`;

/** Joined to `SOURCE`: the date on the key's calendar. */
export const TODAY = Prisma.sql`LATERAL (SELECT (clock_timestamp() AT TIME ZONE l.zone)::date AS today) AS d`;

/** Newest first; `before` is the last id of the page before. */
export async function listVaultKeys(
  transaction: OrganizationTransaction,
  page: {
    readonly organizationId: string;
    readonly filters: VaultKeyFilters;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<VaultKeySummary[]> {
  const { filters, before } = page;
  const conditions = [
    Prisma.sql`k.organization_id = ${page.organizationId}::uuid`,
    ...(before === null ? [] : [Prisma.sql`k.id < ${before}::uuid`]),
    ...(filters.agentName === undefined ? [] : [Prisma.sql`k.agent_name = ${filters.agentName}`]),
    ...(filters.agentRunId === undefined ? [] : [Prisma.sql`k.agent_run_id = ${filters.agentRunId}`]),
    ...(filters.vendor === undefined ? [] : [Prisma.sql`k.vendor = ${filters.vendor}`]),
    ...(filters.state === undefined ? [] : [Prisma.sql`${STATE} = ${filters.state}`]),
  ];
  return transaction.$queryRaw<VaultKeySummary[]>`
    SELECT ${SUMMARY} FROM ${SOURCE}
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY k.id DESC LIMIT ${page.limit}`;
}

/** Null when the organization has no such key. */
export async function readVaultKey(
  transaction: OrganizationTransaction,
  organizationId: string,
  vaultKeyId: string,
): Promise<VaultKeyStanding | null> {
  const [row] = await transaction.$queryRaw<VaultKeyStanding[]>`
    SELECT ${STANDING} FROM ${SOURCE}, ${TODAY}
    WHERE k.organization_id = ${organizationId}::uuid AND k.id = ${vaultKeyId}::uuid`;
  return row ?? null;
}
