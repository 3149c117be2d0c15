import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { containing } from "./like.ts";
import { SOURCE, STANDING, STATE, TODAY, type VaultKeyFilters, type VaultKeyStanding } from "./vault-keys.ts";

/** A key with all that a table of keys shows of it. */
export interface VaultKeyRow extends VaultKeyStanding {
  readonly policyName: string | null;
  readonly credentialLabel: string;
}

export interface VaultKeyTableFilters extends VaultKeyFilters {
  readonly vaultKeyId?: string | undefined;
  readonly credentialId?: string | undefined;
  readonly policyId?: string | undefined;
  /** Part of the agent, the run or the key's label. */
  readonly search?: string | undefined;
}

/** Newest first; `before` is the last id of the page before. */
export async function listVaultKeyRows(
  transaction: OrganizationTransaction,
  page: {
    readonly organizationId: string;
    readonly filters: VaultKeyTableFilters;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<VaultKeyRow[]> {
  const { organizationId, filters, before } = page;
  const { vaultKeyId, agentName, agentRunId, vendor, credentialId, policyId, search, state } = filters;
  const conditions = [
    Prisma.sql`k.organization_id = ${organizationId}::uuid`,
    ...(before === null ? [] : [Prisma.sql`k.id < ${before}::uuid`]),
    ...(vaultKeyId === undefined ? [] : [Prisma.sql`k.id = ${vaultKeyId}::uuid`]),
    ...(agentName === undefined ? [] : [Prisma.sql`k.agent_name = ${agentName}`]),
    ...(agentRunId === undefined ? [] : [Prisma.sql`k.agent_run_id = ${agentRunId}`]),
    ...(vendor === undefined ? [] : [Prisma.sql`k.vendor = ${vendor}`]),
    ...(credentialId === undefined ? [] : [Prisma.sql`k.credential_id = ${credentialId}::uuid`]),
    ...(policyId === undefined ? [] : [Prisma.sql`k.policy_id = ${policyId}::uuid`]),
    ...(search === undefined
      ? []
      : [
          Prisma.sql`(k.agent_run_id ILIKE ${containing(search)} OR k.key_label ILIKE ${containing(search)})`,
        ]),
    ...(state === undefined ? [] : [Prisma.sql`${STATE} = ${state}`]),
    // Says the same of the key's own row, whose expiry is indexed: among a hundred thousand dead keys few live.
    ...(state === "active" ? [Prisma.sql`k.expires_at > now()`] : []),
  ];
  return transaction.$queryRaw<VaultKeyRow[]>`
    SELECT ${STANDING}, p.name AS "policyName", c.label AS "credentialLabel"
    FROM ${SOURCE}
    JOIN credential c ON c.organization_id = k.organization_id AND c.id = k.credential_id
    LEFT JOIN policy p ON p.organization_id = k.organization_id AND p.id = k.policy_id, ${TODAY}
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY k.id DESC LIMIT ${page.limit}`;
}
