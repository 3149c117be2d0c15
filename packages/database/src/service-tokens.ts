import type { AppDatabase, OrganizationTransaction } from "./app-database.ts";

/** A service token that is not revoked, as found by the hash of what a caller presented. */
export interface ServiceTokenRecord {
  readonly organizationId: string;
  readonly id: string;
  readonly scopes: readonly string[];
}

/** By SHA-256 of the token; null when there is none or it is revoked. Asked anew for every request, never cached. */
export async function findServiceToken(
  database: AppDatabase,
  tokenHash: Buffer,
): Promise<ServiceTokenRecord | null> {
  const [found] = await database.unscoped.$queryRaw<
    Array<{ organization_id: string; service_token_id: string; scopes: string[] }>
  >`SELECT organization_id, service_token_id, scopes FROM find_service_token_v2(${tokenHash})`;
  if (found === undefined) return null;
  return { organizationId: found.organization_id, id: found.service_token_id, scopes: found.scopes };
}

/** What may be shown of a service token: never its secret, of which only the hash is stored. */
export interface ServiceTokenSummary {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly last4: string;
  readonly createdAt: Date;
  /** A person's id; null for one that a command made. */
  readonly createdBy: string | null;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

/** Newest first; `before` is the last id of the page before. */
export async function listServiceTokens(
  transaction: OrganizationTransaction,
  page: { readonly organizationId: string; readonly before: string | null; readonly limit: number },
): Promise<ServiceTokenSummary[]> {
  const { organizationId, before, limit } = page;
  return transaction.serviceToken.findMany({
    where: { organizationId, ...(before === null ? {} : { id: { lt: before } }) },
    select: {
      id: true,
      label: true,
      scopes: true,
      last4: true,
      createdAt: true,
      createdBy: true,
      revokedAt: true,
      lastUsedAt: true,
    },
    orderBy: { id: "desc" },
    take: limit,
  });
}

/** When it was made; null when the organization has as many live ones as it may. */
export async function createServiceToken(
  transaction: OrganizationTransaction,
  token: {
    readonly organizationId: string;
    readonly id: string;
    /** SHA-256 of the token. */
    readonly hash: Buffer;
    readonly last4: string;
    readonly label: string;
    readonly scopes: readonly string[];
    readonly createdBy: string;
  },
): Promise<Date | null> {
  const { organizationId, id, hash, last4, label, scopes, createdBy } = token;
  const [row] = await transaction.$queryRaw<Array<{ code: string; created_at: Date | null }>>`
    SELECT code, created_at FROM create_service_token_v1(${organizationId}::uuid, ${id}::uuid, ${hash}, ${last4},
      ${label}, ${[...scopes]}::text[], ${createdBy}::uuid)`;
  if (row === undefined) throw new Error("making a service token returned no row");
  return row.created_at;
}

/** The token is refused once this transaction is committed. Null when the organization has no such token. */
export async function revokeServiceToken(
  transaction: OrganizationTransaction,
  organizationId: string,
  id: string,
): Promise<Date | null> {
  const [row] = await transaction.$queryRaw<Array<{ revoked_at: Date | null }>>`
    SELECT revoke_service_token_v1(${organizationId}::uuid, ${id}::uuid) AS revoked_at`;
  return row?.revoked_at ?? null;
}
