import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";

export type SpendGroup = "agent" | "vendor" | "run";
export type SpendInterval = "hour" | "day";

/** What one agent, vendor or run spent in one hour or day. */
export interface SpendBucket {
  readonly startsAt: Date;
  readonly group: string;
  /** Final costs; micro-dollars. */
  readonly spentMicros: bigint;
  /** Done but not final: counted against caps, not yet a cost. */
  readonly accruedMicros: bigint;
  readonly allowedCalls: bigint;
  readonly deniedCalls: bigint;
}

export interface SpendQuery {
  readonly organizationId: string;
  readonly groupBy: SpendGroup;
  readonly interval: SpendInterval;
  /** Both on a quarter hour, as the roll-up is kept; inclusive and exclusive. */
  readonly from: Date;
  readonly to: Date;
  /** The organization's, by IANA name: hours and days begin as they do there, also where clocks change. */
  readonly zone: string;
  readonly limit: number;
}

const GROUPS: Readonly<Record<SpendGroup, Prisma.Sql>> = {
  agent: Prisma.sql`k.agent_name`,
  vendor: Prisma.sql`k.vendor`,
  run: Prisma.sql`k.agent_run_id`,
};

/** Newest first, in a bucket the largest spender first. */
export async function readSpend(
  transaction: OrganizationTransaction,
  query: SpendQuery,
): Promise<SpendBucket[]> {
  return transaction.$queryRaw<SpendBucket[]>`
    SELECT date_trunc(${query.interval}, r.quarter, ${query.zone}) AS "startsAt", ${GROUPS[query.groupBy]} AS "group",
      sum(r.cost_micros)::bigint AS "spentMicros", sum(r.accrued_micros)::bigint AS "accruedMicros",
      coalesce(sum(r.calls) FILTER (WHERE r.policy_verdict = 'allowed'), 0)::bigint AS "allowedCalls",
      coalesce(sum(r.calls) FILTER (WHERE r.policy_verdict <> 'allowed'), 0)::bigint AS "deniedCalls"
    FROM spend_rollup r
    JOIN vault_key k ON k.organization_id = r.organization_id AND k.id = r.vault_key_id
    WHERE r.organization_id = ${query.organizationId}::uuid AND r.quarter >= ${query.from} AND r.quarter < ${query.to}
    GROUP BY 1, 2
    ORDER BY 1 DESC, 3 DESC, 2
    LIMIT ${query.limit}`;
}
