import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { allOf, conditionSql } from "./call-conditions.ts";
import { type CallCondition, type CallFilters, callConditions } from "./call-filters.ts";
import type { CallTotals } from "./call-totals.ts";
import { isCancelled } from "./cancelled.ts";

/** Where counting goes on, and what of the calls is counted. */
export interface CountFrom {
  readonly organizationId: string;
  readonly filters: CallFilters;
  /** The last id of the slice before; null: from the newest. */
  readonly before: string | null;
}

/** What a slice of the calls comes to. */
export interface CountedSlice extends CallTotals {
  /** How far back it goes, and where the next slice begins; null: there is nothing older. */
  readonly resume: { readonly after: string; readonly calledAt: Date } | null;
}

export interface CountPace {
  /** When no further bite is begun. */
  readonly sliceMs: number;
  /** Longer than this no statement runs. */
  readonly statementMs: number;
  /** Of the first bite, so that a slow machine gets on too; each next one may be twice as large while it is quick. */
  readonly firstRows: number;
  readonly mostRows: number;
  readonly quickMs: number;
}

const PACE: CountPace = {
  sliceMs: 250,
  statementMs: 2_000,
  firstRows: 2_000,
  mostRows: 20_000,
  quickMs: 60,
};

/**
 * Counts and sums calls row by row, newest first, for a quarter of a second; whoever asks goes on with the next slice. No
 * row is in two slices, so that their sums add up. Null: not even one bite was counted in its time.
 */
export async function countCalls(
  transaction: OrganizationTransaction,
  from: CountFrom,
  pace: CountPace = PACE,
): Promise<CountedSlice | null> {
  await transaction.$queryRaw`SELECT set_config('statement_timeout', ${String(pace.statementMs)}, true)`;
  const stopAt = performance.now() + pace.sliceMs;
  let counted: CountedSlice = {
    allowedCalls: 0n,
    deniedCalls: 0n,
    spentMicros: 0n,
    openMicros: 0n,
    resume: null,
  };
  let rows = pace.firstRows;
  for (;;) {
    const began = performance.now();
    const before = counted.resume?.after ?? from.before;
    const bite = await tryBite(transaction, { ...from, before, rows });
    // What was counted before it is true all the same.
    if (bite === null) return counted.resume === null ? null : counted;
    counted = add(counted, bite, bite.rows < BigInt(rows));
    const now = performance.now();
    if (counted.resume === null || now >= stopAt) return counted;
    if (now - began < pace.quickMs) rows = Math.min(2 * rows, pace.mostRows);
  }
}

function add(sum: CountedSlice, bite: Bite, isLast: boolean): CountedSlice {
  const { lastId, lastAt } = bite;
  return {
    resume: isLast || lastId === null || lastAt === null ? null : { after: lastId, calledAt: lastAt },
    allowedCalls: sum.allowedCalls + bite.allowedCalls,
    deniedCalls: sum.deniedCalls + bite.deniedCalls,
    spentMicros: sum.spentMicros + bite.spentMicros,
    openMicros: sum.openMicros + bite.openMicros,
  };
}

interface Bite extends CallTotals {
  readonly rows: bigint;
  readonly lastId: string | null;
  readonly lastAt: Date | null;
}

interface BiteFrom extends CountFrom {
  readonly rows: number;
}

async function tryBite(transaction: OrganizationTransaction, from: BiteFrom): Promise<Bite | null> {
  try {
    return await countBite(transaction, from);
  } catch (fault) {
    if (isCancelled(fault)) return null;
    throw fault;
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
  { organizationId, filters, before, rows }: BiteFrom,
): Promise<Bite> {
  const conditions = callConditions(filters);
  const bounds = allOf([
    Prisma.sql`organization_id = ${organizationId}::uuid`,
    ...(before === null ? [] : [Prisma.sql`id < ${before}::uuid`]),
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
      FROM audit_log WHERE ${bounds} ORDER BY id DESC LIMIT ${rows}
    ) AS bite`;
  if (bite === undefined) throw new Error("an aggregate returned no row");
  return bite;
}
