import type { OrganizationTransaction } from "./app-database.ts";

/** What an organization allows at most, and how it reckons. */
export interface OrganizationLimits {
  readonly zone: string;
  readonly maxExpirySeconds: number;
  readonly maxDailyCapMicros: bigint;
  readonly maxLiveKeys: number;
  readonly marginBps: number;
}

export async function readOrganizationLimits(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<OrganizationLimits> {
  return transaction.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: {
      zone: true,
      maxExpirySeconds: true,
      maxDailyCapMicros: true,
      maxLiveKeys: true,
      marginBps: true,
    },
  });
}

export interface OrganizationRecord extends OrganizationLimits {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

const shown = {
  id: true,
  name: true,
  zone: true,
  maxExpirySeconds: true,
  maxDailyCapMicros: true,
  maxLiveKeys: true,
  marginBps: true,
  createdAt: true,
} as const;

export async function readOrganization(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<OrganizationRecord> {
  return transaction.organization.findUniqueOrThrow({ where: { id: organizationId }, select: shown });
}

/** What is not given stays. Keys that are issued already keep the zone, caps and margin that they were issued with. */
export async function updateOrganization(
  transaction: OrganizationTransaction,
  organizationId: string,
  change: Partial<Omit<OrganizationRecord, "id" | "createdAt">>,
): Promise<OrganizationRecord> {
  await transaction.organization.updateMany({ where: { id: organizationId }, data: change });
  return readOrganization(transaction, organizationId);
}

/** Whether Postgres can reckon a key's day in it; names are those of the IANA list, and case matters. */
export async function isTimeZone(transaction: OrganizationTransaction, zone: string): Promise<boolean> {
  const rows = await transaction.$queryRaw<object[]>`
    SELECT 1 AS found FROM pg_timezone_names WHERE name = ${zone}`;
  return rows.length > 0;
}
