import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import type { PolicyRecord } from "./policies.ts";

/** A policy in a list: at its newest version. */
export interface PolicySummary extends PolicyRecord {
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
  readonly versionCreatedAt: Date;
  readonly versionCreatedBy: string;
}

export interface PolicyVersionRecord {
  readonly version: number;
  /** As stored; whoever uses it parses it. */
  readonly rules: unknown;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export interface PolicyWithVersions {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
  /** Newest first; never empty. */
  readonly versions: readonly PolicyVersionRecord[];
}

const versionFields = { version: true, rules: true, createdAt: true, createdBy: true } as const;

/** Newest first; `before` is the last id of the page before. */
export async function listPolicies(
  transaction: OrganizationTransaction,
  page: {
    readonly organizationId: string;
    readonly archived: boolean;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<PolicySummary[]> {
  const { organizationId, archived, before, limit } = page;
  const rows = await transaction.policy.findMany({
    where: {
      organizationId,
      archivedAt: archived ? { not: null } : null,
      ...(before === null ? {} : { id: { lt: before } }),
    },
    select: {
      id: true,
      name: true,
      createdAt: true,
      archivedAt: true,
      policyVersions: { orderBy: { version: "desc" }, take: 1, select: versionFields },
    },
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map(({ policyVersions: [newest], ...policy }) => {
    if (newest === undefined) throw new Error(`policy ${policy.id} has no version`);
    const { version, rules, createdAt: versionCreatedAt, createdBy: versionCreatedBy } = newest;
    return { ...policy, version, rules, versionCreatedAt, versionCreatedBy };
  });
}

/** With all its versions; null when the organization has no such policy. */
export async function readPolicyVersions(
  transaction: OrganizationTransaction,
  organizationId: string,
  id: string,
): Promise<PolicyWithVersions | null> {
  const policy = await transaction.policy.findUnique({
    where: { organizationId_id: { organizationId, id } },
    select: {
      id: true,
      name: true,
      createdAt: true,
      archivedAt: true,
      policyVersions: { orderBy: { version: "desc" }, select: versionFields },
    },
  });
  if (policy === null) return null;
  const { policyVersions: versions, ...fields } = policy;
  return { ...fields, versions };
}

interface VersionToAdd {
  readonly organizationId: string;
  readonly policyId: string;
  readonly version: number;
  readonly rules: object;
  readonly createdBy: string;
}

/** Makes a policy with its first version. Null when another one, archived ones too, has the name. */
export async function createPolicy(
  transaction: OrganizationTransaction,
  policy: Omit<VersionToAdd, "version"> & { readonly name: string },
): Promise<PolicyWithVersions | null> {
  const { organizationId, policyId, name } = policy;
  const made = await transaction.$executeRaw`
    INSERT INTO policy (organization_id, id, name) VALUES (${organizationId}::uuid, ${policyId}::uuid, ${name})
    ON CONFLICT (organization_id, name) DO NOTHING`;
  if (made === 0) return null;
  await insertVersion(transaction, { ...policy, version: 1 });
  return readPolicyVersions(transaction, organizationId, policyId);
}

/** Locks the policy, so that of two who add a version at once the second sees the first. Null: no such live policy. */
export async function lockPolicy(
  transaction: OrganizationTransaction,
  organizationId: string,
  id: string,
): Promise<{
  readonly name: string;
  readonly newestVersion: number;
  readonly archivedAt: Date | null;
} | null> {
  const [policy] = await transaction.$queryRaw<Array<{ name: string; archived_at: Date | null }>>`
    SELECT name, archived_at FROM policy
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  if (policy === undefined) return null;
  const newest = await transaction.policyVersion.aggregate({
    where: { organizationId, policyId: id },
    _max: { version: true },
  });
  return {
    name: policy.name,
    newestVersion: newest._max.version ?? 0,
    archivedAt: policy.archived_at,
  };
}

export async function addPolicyVersion(
  transaction: OrganizationTransaction,
  version: VersionToAdd,
): Promise<PolicyWithVersions | null> {
  await insertVersion(transaction, version);
  return readPolicyVersions(transaction, version.organizationId, version.policyId);
}

async function insertVersion(transaction: OrganizationTransaction, added: VersionToAdd): Promise<void> {
  const { organizationId, policyId, version, rules, createdBy } = added;
  await transaction.$executeRaw`
    INSERT INTO policy_version (organization_id, policy_id, version, rules, created_by)
    VALUES (${organizationId}::uuid, ${policyId}::uuid, ${version}::int, ${JSON.stringify(rules)}::jsonb, ${createdBy})`;
}

/**
 * Names a policy anew; false when another one, archived ones too, has the name. The transaction can then only be rolled
 * back: Postgres takes no further statement in it.
 */
export async function renamePolicy(
  transaction: OrganizationTransaction,
  policy: { readonly organizationId: string; readonly id: string; readonly name: string },
): Promise<boolean> {
  const { organizationId, id, name } = policy;
  try {
    await transaction.policy.updateMany({ where: { organizationId, id }, data: { name } });
    return true;
  } catch (fault) {
    if (fault instanceof Prisma.PrismaClientKnownRequestError && fault.code === "P2002") return false;
    throw fault;
  }
}

/** Keys that were issued by it are not touched. */
export async function archivePolicy(
  transaction: OrganizationTransaction,
  organizationId: string,
  id: string,
): Promise<Date | null> {
  const [row] = await transaction.$queryRaw<Array<{ archived_at: Date }>>`
    UPDATE policy SET archived_at = coalesce(archived_at, clock_timestamp())
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid RETURNING archived_at`;
  return row?.archived_at ?? null;
}
