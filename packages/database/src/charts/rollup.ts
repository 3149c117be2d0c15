import { Prisma } from "../../generated/client.ts";

/** Which rows of the roll-up are wanted, beyond the time. */
export interface RollupFilters {
  readonly agentName?: string | undefined;
  readonly agentRunId?: string | undefined;
  readonly vendor?: string | undefined;
  readonly vaultKeyId?: string | undefined;
  readonly verdict?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** Sums over rows of the roll-up. Money in micro-dollars. */
export interface RollupSums {
  /** Final costs. */
  readonly spentMicros: bigint;
  /** Done but not final: counted against caps, not yet a cost. */
  readonly accruedMicros: bigint;
  /** Admitted calls that are no longer in flight. */
  readonly allowedCalls: bigint;
  readonly deniedCalls: bigint;
}

/** The columns of `RollupSums` over rows `r`. */
export const SUMS = Prisma.sql`
  coalesce(sum(r.cost_micros), 0)::bigint AS "spentMicros",
  coalesce(sum(r.accrued_micros), 0)::bigint AS "accruedMicros",
  coalesce(sum(r.calls) FILTER (WHERE r.policy_verdict = 'allowed'), 0)::bigint AS "allowedCalls",
  coalesce(sum(r.calls) FILTER (WHERE r.policy_verdict <> 'allowed'), 0)::bigint AS "deniedCalls"`;

/** Joins a row `r` of the roll-up to its key `k`. */
export const KEY = Prisma.sql`vault_key k ON k.organization_id = r.organization_id AND k.id = r.vault_key_id`;

/** The condition over `r` and `k`; without a time it means all of it. */
export function rollupWhere(
  span: { readonly organizationId: string; readonly from?: Date | undefined; readonly to?: Date | undefined },
  filters: RollupFilters,
): Prisma.Sql {
  const { agentName, agentRunId, vendor, vaultKeyId, verdict, endpoint } = filters;
  const conditions = [
    Prisma.sql`r.organization_id = ${span.organizationId}::uuid`,
    ...(span.from === undefined ? [] : [Prisma.sql`r.quarter >= ${span.from}`]),
    ...(span.to === undefined ? [] : [Prisma.sql`r.quarter < ${span.to}`]),
    ...(agentName === undefined ? [] : [Prisma.sql`k.agent_name = ${agentName}`]),
    ...(agentRunId === undefined ? [] : [Prisma.sql`k.agent_run_id = ${agentRunId}`]),
    ...(vendor === undefined ? [] : [Prisma.sql`k.vendor = ${vendor}`]),
    ...(vaultKeyId === undefined ? [] : [Prisma.sql`r.vault_key_id = ${vaultKeyId}::uuid`]),
    ...(verdict === undefined ? [] : [Prisma.sql`r.policy_verdict = ${verdict}`]),
    ...(endpoint === undefined ? [] : [Prisma.sql`r.endpoint = ${endpoint}`]),
  ];
  return Prisma.join(conditions, " AND ");
}
