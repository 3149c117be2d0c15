import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { containing } from "./like.ts";

export type RunState = "active" | "ended" | "revoked";

/** A run by the keys that were issued for it. */
export interface RunSummary {
  /** Of its newest key: where a page of runs ends. */
  readonly id: string;
  readonly agentRunId: string;
  readonly agentName: string;
  readonly vendors: string[];
  readonly keys: bigint;
  readonly liveKeys: bigint;
  readonly firstIssuedAt: Date;
  readonly lastIssuedAt: Date;
  readonly expiresAt: Date;
  /** Of the admitted ones. */
  readonly lastCallAt: Date | null;
  readonly spentMicros: bigint;
  /** In flight, accrued and unknown. */
  readonly heldMicros: bigint;
  readonly overageMicros: bigint;
  /** Of its keys' caps over their lives; null where one of them has none. */
  readonly runCapMicros: bigint | null;
  /** Calls that count against `max_calls`. */
  readonly calls: bigint;
  /** When the run was revoked as a run; its keys can be revoked one by one too. */
  readonly revokedAt: Date | null;
  readonly state: RunState;
}

export interface RunFilters {
  readonly agentName?: string | undefined;
  readonly agentRunId?: string | undefined;
  readonly vendor?: string | undefined;
  /** Part of the run's label. */
  readonly search?: string | undefined;
}

/** The run with the newest key first; `before` is the id at which the page before ended. */
export async function listRuns(
  transaction: OrganizationTransaction,
  page: {
    readonly organizationId: string;
    readonly filters: RunFilters;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<RunSummary[]> {
  const { organizationId, before, limit } = page;
  const { agentName, agentRunId, vendor, search } = page.filters;
  const conditions = [
    Prisma.sql`n.organization_id = ${organizationId}::uuid`,
    ...(before === null ? [] : [Prisma.sql`n.id < ${before}::uuid`]),
    ...(agentName === undefined ? [] : [Prisma.sql`n.agent_name = ${agentName}`]),
    ...(agentRunId === undefined ? [] : [Prisma.sql`n.agent_run_id = ${agentRunId}`]),
    ...(vendor === undefined ? [] : [hasVendor(vendor)]),
    ...(search === undefined ? [] : [Prisma.sql`n.agent_run_id ILIKE ${containing(search)}`]),
  ];
  return transaction.$queryRaw<RunSummary[]>`
    SELECT n.id, n.agent_run_id AS "agentRunId", n.agent_name AS "agentName", s.*, v.revoked_at AS "revokedAt",
      CASE WHEN v.revoked_at IS NOT NULL THEN 'revoked' WHEN s."liveKeys" > 0 THEN 'active' ELSE 'ended' END AS state
    FROM (
      -- A run stands where its newest key does.
      SELECT n.id, n.agent_run_id, n.agent_name FROM vault_key n
      WHERE ${Prisma.join(conditions, " AND ")} AND NOT EXISTS (
        SELECT FROM vault_key later WHERE later.organization_id = ${organizationId}::uuid
          AND later.agent_run_id = n.agent_run_id AND later.id > n.id)
      ORDER BY n.id DESC LIMIT ${limit}
    ) AS n
    CROSS JOIN LATERAL (
      SELECT array_agg(DISTINCT k.vendor ORDER BY k.vendor) AS vendors, count(*) AS keys,
        count(*) FILTER (WHERE k.expires_at > now() AND l.revoked_at IS NULL) AS "liveKeys",
        min(k.created_at) AS "firstIssuedAt", max(k.created_at) AS "lastIssuedAt", max(k.expires_at) AS "expiresAt",
        max(l.last_call_at) AS "lastCallAt", sum(l.run_spent_micros)::bigint AS "spentMicros",
        sum(l.run_held_micros)::bigint AS "heldMicros", sum(l.overage_micros)::bigint AS "overageMicros",
        CASE WHEN count(*) = count(l.run_cap_micros) THEN sum(l.run_cap_micros)::bigint END AS "runCapMicros",
        sum(l.calls)::bigint AS calls
      FROM vault_key k JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id
      WHERE k.organization_id = ${organizationId}::uuid AND k.agent_run_id = n.agent_run_id
    ) AS s
    LEFT JOIN run_revocation v ON v.organization_id = ${organizationId}::uuid AND v.agent_run_id = n.agent_run_id
    ORDER BY n.id DESC`;
}

/** Any key of the run, not only its newest. */
function hasVendor(vendor: string): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM vault_key w WHERE w.organization_id = n.organization_id
    AND w.agent_run_id = n.agent_run_id AND w.vendor = ${vendor})`;
}

/** What the calls of one run came to. */
export interface RunCalls {
  readonly firstCallAt: Date | null;
  readonly lastCallAt: Date | null;
  readonly inFlightCalls: bigint;
  readonly inFlightMicros: bigint;
  readonly accruedMicros: bigint;
  readonly unknownCalls: bigint;
  readonly unknownMicros: bigint;
  /** By verdict; admitted calls that are still in flight included. */
  readonly verdicts: ReadonlyArray<{ readonly verdict: string; readonly calls: number }>;
}

export async function readRunCalls(
  transaction: OrganizationTransaction,
  organizationId: string,
  agentRunId: string,
): Promise<RunCalls> {
  const verdicts = await transaction.$queryRaw<Array<{ verdict: string; calls: bigint; accrued: bigint }>>`
    SELECT r.policy_verdict AS verdict, sum(r.calls)::bigint AS calls, sum(r.accrued_micros)::bigint AS accrued
    FROM vault_key k JOIN spend_rollup r ON r.organization_id = k.organization_id AND r.vault_key_id = k.id
    WHERE k.organization_id = ${organizationId}::uuid AND k.agent_run_id = ${agentRunId}
    GROUP BY 1`;
  const [open] = await transaction.$queryRaw<Array<Omit<RunCalls, "verdicts" | "accruedMicros">>>`
    SELECT
      ${edge(organizationId, agentRunId, Prisma.sql`ASC`)} AS "firstCallAt",
      ${edge(organizationId, agentRunId, Prisma.sql`DESC`)} AS "lastCallAt",
      h.*, u.*
    FROM (
      SELECT count(*) AS "inFlightCalls", coalesce(sum(c.held_micros), 0)::bigint AS "inFlightMicros"
      FROM call c WHERE c.organization_id = ${organizationId}::uuid AND c.state = 'held' AND c.agent_run_id = ${agentRunId}
    ) AS h, (
      SELECT count(*) AS "unknownCalls", coalesce(sum(c.held_micros), 0)::bigint AS "unknownMicros"
      FROM call c
      WHERE c.organization_id = ${organizationId}::uuid AND c.state = 'unknown' AND c.agent_run_id = ${agentRunId}
    ) AS u`;
  if (open === undefined) throw new Error("an aggregate returned no row");
  const counted = new Map(verdicts.map(({ verdict, calls }) => [verdict, Number(calls)]));
  const allowed = (counted.get("allowed") ?? 0) + Number(open.inFlightCalls);
  if (allowed > 0) counted.set("allowed", allowed);
  return {
    ...open,
    accruedMicros: verdicts.reduce((sum, { accrued }) => sum + accrued, 0n),
    verdicts: [...counted]
      .filter(([, calls]) => calls > 0)
      .map(([verdict, calls]) => ({ verdict, calls }))
      .sort((a, b) => b.calls - a.calls || (a.verdict < b.verdict ? -1 : 1)),
  };
}

/** The view says what lets it use the index over runs. */
function edge(organizationId: string, agentRunId: string, direction: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT a.called_at FROM audit_log a WHERE a.organization_id = ${organizationId}::uuid
    AND a.agent_run_id = ${agentRunId} ORDER BY a.id ${direction} LIMIT 1)`;
}
