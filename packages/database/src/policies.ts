import type { OrganizationTransaction } from "./app-database.ts";

/** A policy at its newest version. */
export interface PolicyRecord {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** As stored; whoever uses it parses it. */
  readonly rules: unknown;
}

/** By id or name, at the newest version; null when there is none or it is archived. */
export async function findPolicy(
  transaction: OrganizationTransaction,
  organizationId: string,
  named: { readonly id: string } | { readonly name: string },
): Promise<PolicyRecord | null> {
  const policy = await transaction.policy.findFirst({
    where: { organizationId, archivedAt: null, ...named },
    select: { id: true, name: true, policyVersions: { orderBy: { version: "desc" }, take: 1 } },
  });
  const newest = policy?.policyVersions[0];
  if (policy === null || newest === undefined) return null;
  return { id: policy.id, name: policy.name, version: newest.version, rules: newest.rules };
}
