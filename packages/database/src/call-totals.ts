import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { allOf, conditionSql } from "./call-conditions.ts";
import { type CallCondition, type CallFilters, callConditions } from "./call-filters.ts";
import { readRollupSums } from "./charts/totals.ts";

/** What the calls that filters leave come to. */
export interface CallTotals {
  readonly allowedCalls: bigint;
  readonly deniedCalls: bigint;
  /** Final costs, later corrections included. */
  readonly spentMicros: bigint;
  /** In flight, accrued and unknown. */
  readonly openMicros: bigint;
  /** Null when everything was counted; else the time down to which it was, from the newest. */
  readonly countedBackTo: Date | null;
}

/** Rows in one bite, and how long there may be another. */
const BITE_ROWS = 10_000;
const COUNTING_MS = 250;
const QUARTER_MS = 15 * 60_000;

/** For these the roll-up does not keep the target that was called. */
const TARGET_VERDICTS = new Set(["denied_endpoint", "denied_request", "denied_vendor"]);

/** From the roll-up where it can tell, however many calls there are; else row by row, newest first, for a while. */
export async function readCallTotals(
  transaction: OrganizationTransaction,
  organizationId: string,
  filters: CallFilters,
): Promise<CallTotals> {
  return isRolledUp(filters)
    ? readRolledUp(transaction, organizationId, filters)
    : countRows(transaction, organizationId, filters);
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
    return { ...sums, allowedCalls: 0n, spentMicros: 0n, openMicros: 0n, countedBackTo: null };
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
    countedBackTo: null,
  };
}

interface Bite {
  readonly rows: bigint;
  readonly lastId: string | null;
  readonly lastAt: Date | null;
  readonly allowedCalls: bigint;
  readonly deniedCalls: bigint;
  readonly spentMicros: bigint;
  readonly openMicros: bigint;
}

async function countRows(
  transaction: OrganizationTransaction,
  organizationId: string,
  filters: CallFilters,
): Promise<CallTotals> {
  const stopAt = performance.now() + COUNTING_MS;
  let counted = { allowedCalls: 0n, deniedCalls: 0n, spentMicros: 0n, openMicros: 0n };
  let before: string | null = null;
  for (;;) {
    const bite: Bite = await countBite(transaction, { organizationId, filters, before });
    counted = {
      allowedCalls: counted.allowedCalls + bite.allowedCalls,
      deniedCalls: counted.deniedCalls + bite.deniedCalls,
      spentMicros: counted.spentMicros + bite.spentMicros,
      openMicros: counted.openMicros + bite.openMicros,
    };
    if (bite.rows < BITE_ROWS) return { ...counted, countedBackTo: null };
    if (performance.now() >= stopAt) return { ...counted, countedBackTo: bite.lastAt };
    before = bite.lastId;
  }
}

/** What an index can jump to bounds the bite; the rest is judged row by row. */
function isIndexed({ left, value }: CallCondition): boolean {
  if (left === "policy_verdict") return value !== "allowed";
  if (left === "state") return value === "held" || value === "accrued" || value === "unknown";
  return left === "id" || left === "agent_run_id";
}

async function countBite(
  transaction: OrganizationTransaction,
  from: {
    readonly organizationId: string;
    readonly filters: CallFilters;
    readonly before: string | null;
  },
): Promise<Bite> {
  const conditions = callConditions(from.filters);
  const bounds = allOf([
    Prisma.sql`organization_id = ${from.organizationId}::uuid`,
    ...(from.before === null ? [] : [Prisma.sql`id < ${from.before}::uuid`]),
    ...conditions.filter(isIndexed).map(conditionSql),
  ]);
  const fits = allOf(conditions.filter((condition) => !isIndexed(condition)).map(conditionSql));
  const [bite] = await transaction.$queryRaw<Bite[]>`
    SELECT count(*) AS rows, min(id::text) AS "lastId", min(called_at) AS "lastAt",
      count(*) FILTER (WHERE fits AND policy_verdict = 'allowed') AS "allowedCalls",
      count(*) FILTER (WHERE fits AND policy_verdict <> 'allowed') AS "deniedCalls",
      (coalesce(sum(cost_usd) FILTER (WHERE fits), 0) * 1000000)::bigint AS "spentMicros",
      (coalesce(sum(held_usd) FILTER (WHERE fits AND state IN ('held', 'accrued', 'unknown')), 0) * 1000000)::bigint
        AS "openMicros"
    FROM (
      SELECT id, called_at, policy_verdict, state, cost_usd, held_usd, (${fits}) AS fits
      FROM audit_log WHERE ${bounds} ORDER BY id DESC LIMIT ${BITE_ROWS}
    ) AS bite`;
  if (bite === undefined) throw new Error("an aggregate returned no row");
  return bite;
}
