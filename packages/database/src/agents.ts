import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { firstCallIdSince } from "./call-filters.ts";
import { KEY, type RollupSums, rollupWhere, SUMS } from "./charts/rollup.ts";
import type { ChartWindow } from "./charts/window.ts";
import { containing } from "./like.ts";

/** An agent by its keys, and what it did in a window. */
export interface AgentSummary extends RollupSums {
  readonly agentName: string;
  readonly keys: bigint;
  readonly liveKeys: bigint;
  readonly runs: bigint;
  readonly firstIssuedAt: Date;
  readonly lastIssuedAt: Date;
  /** Of the admitted ones. */
  readonly lastCallAt: Date | null;
}

/** Every agent that ever had a key, the largest spender of the window first. */
export async function listAgents(
  transaction: OrganizationTransaction,
  window: ChartWindow,
  page: {
    readonly search?: string | undefined;
    readonly agentName?: string | undefined;
    readonly limit: number;
  },
): Promise<AgentSummary[]> {
  const { search, agentName, limit } = page;
  const which = Prisma.join(
    [
      Prisma.sql`k.organization_id = ${window.organizationId}::uuid`,
      ...(search === undefined ? [] : [Prisma.sql`k.agent_name ILIKE ${containing(search)}`]),
      ...(agentName === undefined ? [] : [Prisma.sql`k.agent_name = ${agentName}`]),
    ],
    " AND ",
  );
  return transaction.$queryRaw<AgentSummary[]>`
    WITH agents AS (
      SELECT k.agent_name, count(*) AS keys,
        count(*) FILTER (WHERE k.expires_at > now() AND l.revoked_at IS NULL) AS live_keys,
        count(DISTINCT k.agent_run_id) AS runs, min(k.created_at) AS first_issued_at, max(k.created_at) AS last_issued_at,
        max(l.last_call_at) AS last_call_at
      FROM vault_key k JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id
      WHERE ${which}
      GROUP BY 1
    ), spent AS (
      SELECT k.agent_name, ${SUMS}
      FROM spend_rollup r JOIN ${KEY}
      WHERE ${rollupWhere(window, { agentName })}
      GROUP BY 1
    )
    SELECT a.agent_name AS "agentName", a.keys, a.live_keys AS "liveKeys", a.runs,
      a.first_issued_at AS "firstIssuedAt", a.last_issued_at AS "lastIssuedAt", a.last_call_at AS "lastCallAt",
      coalesce(s."spentMicros", 0) AS "spentMicros", coalesce(s."accruedMicros", 0) AS "accruedMicros",
      coalesce(s."allowedCalls", 0) AS "allowedCalls", coalesce(s."deniedCalls", 0) AS "deniedCalls"
    FROM agents a LEFT JOIN spent s ON s.agent_name = a.agent_name
    ORDER BY coalesce(s."spentMicros" + s."accruedMicros", 0) DESC, a.last_issued_at DESC, a.agent_name LIMIT ${limit}`;
}

/** What an agent tried and was refused, by endpoint. */
export interface DeniedEndpoint {
  readonly vendor: string;
  readonly endpoint: string;
  readonly verdict: string;
  readonly calls: bigint;
  readonly lastAt: Date;
}

export interface DeniedEndpoints {
  readonly endpoints: readonly DeniedEndpoint[];
  /** False where the agent was refused so often that not all of it was counted. */
  readonly complete: boolean;
}

/** How many refusals are counted; an agent that is refused in a loop would otherwise cost a scan. */
const DENIALS_MAX = 5_000;

/**
 * From the calls' own rows, since the roll-up keeps no target of what was refused for its target. It does tell in which
 * runs to look, and how many there are.
 */
export async function readDeniedEndpoints(
  transaction: OrganizationTransaction,
  agent: { readonly organizationId: string; readonly agentName: string },
  from: Date,
): Promise<DeniedEndpoints> {
  const { organizationId, agentName } = agent;
  const rows = await transaction.$queryRaw<Array<DeniedEndpoint & { counted: bigint; existing: bigint }>>`
    WITH runs AS MATERIALIZED (
      SELECT k.agent_run_id AS run, sum(r.calls) AS denied
      FROM vault_key k JOIN spend_rollup r ON r.organization_id = k.organization_id AND r.vault_key_id = k.id
      WHERE k.organization_id = ${organizationId}::uuid AND k.agent_name = ${agentName}
        AND r.quarter >= ${from} AND r.policy_verdict <> 'allowed'
      GROUP BY 1
    ), denied AS (
      SELECT d.* FROM runs CROSS JOIN LATERAL (
        SELECT c.vendor, c.endpoint, c.policy_verdict, c.called_at FROM audit_log c
        WHERE c.organization_id = ${organizationId}::uuid AND c.agent_run_id = runs.run AND c.policy_verdict <> 'allowed'
          AND c.called_at >= ${from} AND c.id >= ${firstCallIdSince(from)}::uuid
        ORDER BY c.id DESC LIMIT ${DENIALS_MAX}
      ) AS d
      LIMIT ${DENIALS_MAX}
    )
    SELECT vendor, endpoint, policy_verdict AS verdict, count(*) AS calls, max(called_at) AS "lastAt",
      sum(count(*)) OVER ()::bigint AS counted, (SELECT sum(denied) FROM runs)::bigint AS existing
    FROM denied GROUP BY 1, 2, 3 ORDER BY count(*) DESC, 5 DESC LIMIT 50`;
  const [first] = rows;
  return {
    endpoints: rows.map(({ counted: _counted, existing: _existing, ...endpoint }) => endpoint),
    complete: first === undefined || first.counted >= first.existing,
  };
}
