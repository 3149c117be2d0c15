import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { allOf, conditionSql } from "./call-conditions.ts";
import { type CallFilters, callConditions } from "./call-filters.ts";
import { readRollupSums } from "./charts/totals.ts";

/** What the calls that filters leave come to. */
export interface CallTotals {
  readonly allowedCalls: bigint;
  readonly deniedCalls: bigint;
  /** Final costs, later corrections included. */
  readonly spentMicros: bigint;
  /** In flight, accrued and unknown. */
  readonly openMicros: bigint;
}

const QUARTER_MS = 15 * 60_000;

/** For these the roll-up does not keep the target that was called. */
const TARGET_VERDICTS = new Set(["denied_endpoint", "denied_request", "denied_vendor"]);

/** From the roll-up, however many calls there are; null where it cannot tell, and they have to be counted. */
export async function readCallTotals(
  transaction: OrganizationTransaction,
  organizationId: string,
  filters: CallFilters,
): Promise<CallTotals | null> {
  return isRolledUp(filters) ? readRolledUp(transaction, organizationId, filters) : null;
}

function isRolledUp(filters: CallFilters): boolean {
  const { state, endpoint, minUsd, maxUsd, text, from, to, verdict } = filters;
  const onEdge = (at: Date | undefined) => at === undefined || at.getTime() % QUARTER_MS === 0;
  return (
    [minUsd, maxUsd, text].every((filter) => filter === undefined) &&
    (state === undefined || state === "denied") &&
    (endpoint === undefined || (verdict !== undefined && !TARGET_VERDICTS.has(verdict))) &&
    onEdge(from) &&
    onEdge(to)
  );
}

/** What is in flight or unknown is not in the roll-up, and is indexed; so is what was corrected. */
async function readRolledUp(
  transaction: OrganizationTransaction,
  organizationId: string,
  filters: CallFilters,
): Promise<CallTotals> {
  const sums = await readRollupSums(transaction, { organizationId, ...filters }, filters);
  if (filters.state === "denied") {
    return { ...sums, allowedCalls: 0n, spentMicros: 0n, openMicros: 0n };
  }
  const where = allOf([
    Prisma.sql`organization_id = ${organizationId}::uuid`,
    ...callConditions(filters).map(conditionSql),
  ]);
  const [open] = await transaction.$queryRaw<
    Array<{ inFlight: bigint; heldMicros: bigint; unknownMicros: bigint; correctedMicros: bigint }>
  >`
    SELECT h.*, u.*, a.* FROM
      (SELECT count(*) AS "inFlight", (coalesce(sum(held_usd), 0) * 1000000)::bigint AS "heldMicros"
        FROM audit_log WHERE state = 'held' AND ${where}) AS h,
      (SELECT (coalesce(sum(held_usd), 0) * 1000000)::bigint AS "unknownMicros"
        FROM audit_log WHERE state = 'unknown' AND ${where}) AS u,
      (SELECT coalesce(sum(c.delta_micros), 0)::bigint AS "correctedMicros"
        FROM (SELECT call_id, sum(delta_micros) AS delta_micros FROM call_adjustment
          WHERE organization_id = ${organizationId}::uuid GROUP BY 1) AS c,
        LATERAL (SELECT FROM audit_log WHERE id = c.call_id AND cost_usd IS NOT NULL AND ${where} LIMIT 1) AS l) AS a`;
  if (open === undefined) throw new Error("an aggregate returned no row");
  return {
    allowedCalls: sums.allowedCalls + open.inFlight,
    deniedCalls: sums.deniedCalls,
    spentMicros: sums.spentMicros + open.correctedMicros,
    openMicros: sums.accruedMicros + open.heldMicros + open.unknownMicros,
  };
}
