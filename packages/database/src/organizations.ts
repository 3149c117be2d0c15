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
