import { Prisma } from "../../generated/client.ts";
import type { OrganizationTransaction } from "../app-database.ts";
import { KEY, type RollupFilters, type RollupSums, rollupWhere, SUMS } from "./rollup.ts";
import type { ChartWindow } from "./window.ts";

export type SeriesGroup = "agent" | "verdict" | "none";

/** What one group did in one hour or day. Hours and days without calls have no row. */
export interface SeriesPoint extends RollupSums {
  /** Counts from the first of the window's hours or days. */
  readonly bucket: number;
  /** Null: every group after the largest, together. */
  readonly group: string | null;
}

export interface SeriesQuery {
  readonly filters: RollupFilters;
  readonly groupBy: SeriesGroup;
  /** Of how many groups there is a series each; the largest by spend or by calls. */
  readonly groups: number;
  readonly rankBy: keyof typeof RANKS;
}

const GROUPS: Readonly<Record<SeriesGroup, Prisma.Sql>> = {
  agent: Prisma.sql`k.agent_name`,
  verdict: Prisma.sql`r.policy_verdict`,
  none: Prisma.sql`''`,
};

const COUNTED = Prisma.sql`sum("spentMicros" + "accruedMicros")`;
const CALLS = Prisma.sql`sum("allowedCalls" + "deniedCalls")`;

/** What makes a group large, and which groups there are at all. */
const RANKS = {
  spend: { order: COUNTED, among: Prisma.sql`${COUNTED} > 0` },
  calls: { order: CALLS, among: Prisma.sql`${CALLS} > 0` },
  /** Also those that spent nothing. */
  spendThenCalls: { order: Prisma.sql`${COUNTED} DESC, ${CALLS}`, among: Prisma.sql`${CALLS} > 0` },
};

/**
 * From the roll-up alone: no call's row is read, however many there are. `starts` are the window's buckets; where a row
 * belongs is looked up among them, which costs a tenth of asking the zone's clock row by row.
 */
export async function readSeries(
  transaction: OrganizationTransaction,
  { starts, ...window }: ChartWindow & { readonly starts: readonly Date[] },
  query: SeriesQuery,
): Promise<SeriesPoint[]> {
  const rank = RANKS[query.rankBy];
  return transaction.$queryRaw<SeriesPoint[]>`
    WITH points AS MATERIALIZED (
      SELECT width_bucket(r.quarter, ${[...starts]}::timestamptz[]) - 1 AS bucket, ${GROUPS[query.groupBy]} AS name, ${SUMS}
      FROM spend_rollup r JOIN ${KEY}
      WHERE ${rollupWhere(window, query.filters)}
      GROUP BY 1, 2
    ), ranked AS (
      SELECT name, row_number() OVER (ORDER BY ${rank.order} DESC, name) AS rank
      FROM points GROUP BY name HAVING ${rank.among}
    )
    SELECT p.bucket, CASE WHEN d.rank <= ${query.groups} THEN p.name END AS "group",
      sum(p."spentMicros")::bigint AS "spentMicros", sum(p."accruedMicros")::bigint AS "accruedMicros",
      sum(p."allowedCalls")::bigint AS "allowedCalls", sum(p."deniedCalls")::bigint AS "deniedCalls"
    FROM points p JOIN ranked d ON d.name = p.name
    GROUP BY 1, 2
    ORDER BY 1`;
}
