import type { OrganizationTransaction } from "./app-database.ts";

/** Calls that were admitted before a revocation and have no answer yet: what may still happen. */
export interface InFlight {
  readonly total: number;
  readonly heldMicros: bigint;
  /** The oldest hundred. */
  readonly calls: ReadonlyArray<{
    readonly callId: string;
    readonly endpoint: string;
    readonly heldMicros: bigint;
  }>;
}

export interface KeyRevocation {
  readonly revokedAt: Date;
  readonly inFlight: InFlight;
}

/** No call is admitted once this transaction is committed. Null when the organization has no such key. */
export async function revokeVaultKey(
  transaction: OrganizationTransaction,
  organizationId: string,
  vaultKeyId: string,
): Promise<KeyRevocation | null> {
  const [row] = await transaction.$queryRaw<Array<{ revoked_at: Date | null }>>`
    SELECT revoke_vault_key_v1(${organizationId}::uuid, ${vaultKeyId}::uuid) AS revoked_at`;
  if (row === undefined || row.revoked_at === null) return null;
  return {
    revokedAt: row.revoked_at,
    inFlight: await readInFlight(transaction, organizationId, [vaultKeyId]),
  };
}

/** Revokes a run's keys and refuses new ones for it; a run without keys is revoked too. */
export async function revokeRun(
  transaction: OrganizationTransaction,
  organizationId: string,
  run: { readonly agentRunId: string; readonly actor: string },
): Promise<KeyRevocation & { readonly keys: number }> {
  const [row] = await transaction.$queryRaw<Array<{ revoked_at: Date; vault_key_ids: string[] }>>`
    SELECT revoked_at, vault_key_ids
    FROM revoke_run_v1(${organizationId}::uuid, ${run.agentRunId}, ${run.actor})`;
  if (row === undefined) throw new Error("revoking a run returned no row");
  const inFlight = await readInFlight(transaction, organizationId, row.vault_key_ids);
  return { revokedAt: row.revoked_at, keys: row.vault_key_ids.length, inFlight };
}

/**
 * What is in flight under these keys. In a revocation it is read after the locks are held, so that it misses no call
 * that was admitted before them.
 */
export async function readInFlight(
  transaction: OrganizationTransaction,
  organizationId: string,
  vaultKeyIds: readonly string[],
): Promise<InFlight> {
  if (vaultKeyIds.length === 0) return { total: 0, heldMicros: 0n, calls: [] };
  const rows = await transaction.$queryRaw<
    Array<{ id: string; endpoint: string; held_micros: bigint; total: bigint; held_in_all: string }>
  >`
    SELECT id, endpoint, held_micros, count(*) OVER () AS total, (sum(held_micros) OVER ())::text AS held_in_all
    FROM call
    WHERE organization_id = ${organizationId}::uuid AND state = 'held'
      AND vault_key_id = ANY (${[...vaultKeyIds]}::uuid[])
    ORDER BY id
    LIMIT 100`;
  return {
    total: Number(rows[0]?.total ?? 0n),
    heldMicros: BigInt(rows[0]?.held_in_all ?? "0"),
    calls: rows.map((row) => ({ callId: row.id, endpoint: row.endpoint, heldMicros: row.held_micros })),
  };
}
