import type { AppDatabase } from "./app-database.ts";

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
  >`SELECT organization_id, service_token_id, scopes FROM find_service_token_v1(${tokenHash})`;
  if (found === undefined) return null;
  return { organizationId: found.organization_id, id: found.service_token_id, scopes: found.scopes };
}
