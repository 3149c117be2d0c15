import type { StoredKeyRules } from "@keybrake/policy";
import type { OrganizationTransaction } from "./app-database.ts";

export interface VaultKeyToIssue {
  readonly organizationId: string;
  readonly id: string;
  /** SHA-256 of the token; the token itself is never stored. */
  readonly tokenHash: Buffer;
  readonly last4: string;
  readonly vendor: string;
  readonly credentialId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly rules: StoredKeyRules;
  readonly policy: { readonly id: string; readonly version: number } | null;
  readonly createdBy: string;
  readonly expiresInMs: number;
  readonly callCapMicros: bigint | null;
  readonly dailyCapMicros: bigint | null;
  readonly runCapMicros: bigint | null;
  readonly maxCalls: number | null;
}

/** Why the database did not issue a key; judged under its locks, whatever was checked before. */
export type IssueRefusal =
  | "expires_in_too_long"
  | "daily_cap_too_high"
  | "run_revoked"
  | "credential_unavailable"
  | "too_many_live_keys";

export type IssueResult =
  | { readonly ok: true; readonly createdAt: Date; readonly expiresAt: Date }
  | { readonly ok: false; readonly refusal: IssueRefusal };

/** Issues a key; the database's clock sets its times. */
export async function issueVaultKey(
  transaction: OrganizationTransaction,
  key: VaultKeyToIssue,
): Promise<IssueResult> {
  const [row] = await transaction.$queryRaw<
    Array<{ code: IssueRefusal | "issued"; created_at: Date; expires_at: Date }>
  >`
    SELECT code, created_at, expires_at FROM issue_vault_key_v1(
      ${key.organizationId}::uuid, ${key.id}::uuid, ${key.tokenHash}, ${key.last4}, ${key.vendor},
      ${key.credentialId}::uuid, ${key.agentName}, ${key.agentRunId}, ${JSON.stringify(key.rules)}::jsonb,
      ${key.policy?.id ?? null}::uuid, ${key.policy?.version ?? null}::integer, ${key.createdBy},
      make_interval(secs => ${key.expiresInMs / 1000}::double precision),
      ${key.callCapMicros}::bigint, ${key.dailyCapMicros}::bigint, ${key.runCapMicros}::bigint, ${key.maxCalls}::bigint)`;
  if (row === undefined) throw new Error("issuing a vault key returned no row");
  if (row.code !== "issued") return { ok: false, refusal: row.code };
  return { ok: true, createdAt: row.created_at, expiresAt: row.expires_at };
}
