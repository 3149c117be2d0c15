import type { StoredCustomVendor } from "@keybrake/policy";
import type { OrganizationTransaction } from "./app-database.ts";

/** A vendor of an organization's own, at its newest version. */
export interface CustomVendorRecord {
  readonly name: string;
  readonly version: number;
  /** As stored; whoever uses it parses it. */
  readonly definition: unknown;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
  readonly changedAt: Date;
  readonly changedBy: string;
}

const shown = {
  name: true,
  createdAt: true,
  archivedAt: true,
  customVendorVersions: {
    orderBy: { version: "desc" },
    take: 1,
    select: { version: true, definition: true, createdAt: true, createdBy: true },
  },
} as const;

interface Row extends Pick<CustomVendorRecord, "name" | "createdAt" | "archivedAt"> {
  readonly customVendorVersions: ReadonlyArray<{
    readonly version: number;
    readonly definition: unknown;
    readonly createdAt: Date;
    readonly createdBy: string;
  }>;
}

function recordOf({ customVendorVersions: [newest], ...vendor }: Row): CustomVendorRecord {
  if (newest === undefined) throw new Error(`the vendor ${vendor.name} has no version`);
  const { version, definition, createdAt: changedAt, createdBy: changedBy } = newest;
  return { ...vendor, version, definition, changedAt, changedBy };
}

/** By name, the archived ones among them: an organization has few. */
export async function listCustomVendors(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<CustomVendorRecord[]> {
  const rows = await transaction.customVendor.findMany({
    where: { organizationId },
    select: shown,
    orderBy: { name: "asc" },
  });
  return rows.map(recordOf);
}

/** Archived ones too; null when the organization has no such vendor. */
export async function readCustomVendor(
  transaction: OrganizationTransaction,
  organizationId: string,
  name: string,
): Promise<CustomVendorRecord | null> {
  const row = await transaction.customVendor.findUnique({
    where: { organizationId_name: { organizationId, name } },
    select: shown,
  });
  return row === null ? null : recordOf(row);
}

interface VersionToAdd {
  readonly organizationId: string;
  readonly version: number;
  readonly definition: StoredCustomVendor;
  readonly createdBy: string;
}

/** Defines a vendor. False when another one, archived ones too, has the name. */
export async function createCustomVendorRow(
  transaction: OrganizationTransaction,
  vendor: Omit<VersionToAdd, "version">,
): Promise<boolean> {
  const { organizationId, definition } = vendor;
  const made = await transaction.$executeRaw`
    INSERT INTO custom_vendor (organization_id, name) VALUES (${organizationId}::uuid, ${definition.name})
    ON CONFLICT (organization_id, name) DO NOTHING`;
  if (made === 0) return false;
  await addCustomVendorVersion(transaction, { ...vendor, version: 1 });
  return true;
}

/** Locks the vendor, so that of two who change it at once the second sees the first's version. */
export async function lockCustomVendor(
  transaction: OrganizationTransaction,
  organizationId: string,
  name: string,
): Promise<CustomVendorRecord | null> {
  await transaction.$queryRaw`
    SELECT name FROM custom_vendor WHERE organization_id = ${organizationId}::uuid AND name = ${name} FOR UPDATE`;
  return readCustomVendor(transaction, organizationId, name);
}

export async function addCustomVendorVersion(
  transaction: OrganizationTransaction,
  { organizationId, version, definition, createdBy }: VersionToAdd,
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO custom_vendor_version (organization_id, name, version, definition, created_by)
    VALUES (${organizationId}::uuid, ${definition.name}, ${version}::int, ${JSON.stringify(definition)}::jsonb,
      ${createdBy})`;
}

/** Keys that were issued for it are not touched. Null when the organization has no such vendor. */
export async function archiveCustomVendor(
  transaction: OrganizationTransaction,
  organizationId: string,
  name: string,
): Promise<Date | null> {
  const [row] = await transaction.$queryRaw<Array<{ archived_at: Date }>>`
    UPDATE custom_vendor SET archived_at = coalesce(archived_at, clock_timestamp())
    WHERE organization_id = ${organizationId}::uuid AND name = ${name} RETURNING archived_at`;
  return row?.archived_at ?? null;
}
