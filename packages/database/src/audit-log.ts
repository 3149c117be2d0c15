import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { type CallCondition, type CallFilters, callConditions } from "./call-filters.ts";

/** A row of the view, in its own names: what is told outside is what SQL tells. Amounts are plain decimal dollars. */
export interface AuditLogRow {
  readonly id: string;
  readonly organization_id: string;
  readonly agent_run_id: string;
  readonly agent_name: string;
  readonly vendor: string;
  readonly endpoint: string;
  /** Null while the call is held, accrued or unknown. */
  readonly cost_usd: string | null;
  readonly cost_usd_parsed: string | null;
  readonly requested_usd: string | null;
  readonly held_usd: string;
  readonly vendor_txn_id: string | null;
  readonly called_at: Date;
  readonly policy_verdict: string;
  readonly state: string;
  readonly status_code: number | null;
  readonly method: string;
  readonly path: string;
  readonly request: Record<string, unknown>;
  readonly vault_key_id: string;
  readonly key_label: string;
  readonly parent_call_id: string | null;
  readonly latency_ms: number | null;
  readonly client_ip: string;
  readonly user_agent: string;
}

/** Newest first; `before` is the last id of the page before. */
export async function listCalls(
  transaction: OrganizationTransaction,
  page: {
    readonly organizationId: string;
    readonly filters: CallFilters;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<AuditLogRow[]> {
  const conditions = [
    Prisma.sql`organization_id = ${page.organizationId}::uuid`,
    ...(page.before === null ? [] : [Prisma.sql`id < ${page.before}::uuid`]),
    ...callConditions(page.filters).map(conditionSql),
  ];
  return transaction.$queryRaw<AuditLogRow[]>`
    SELECT id, organization_id, agent_run_id, agent_name, vendor, endpoint, cost_usd::text, cost_usd_parsed::text,
      requested_usd::text, held_usd::text, vendor_txn_id, called_at, policy_verdict, state, status_code, method, path,
      request, vault_key_id, key_label, parent_call_id, latency_ms, client_ip, user_agent
    FROM audit_log
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY id DESC LIMIT ${page.limit}`;
}

function conditionSql({ left, operator, value, type }: CallCondition): Prisma.Sql {
  // Column, operator and type are this module's own words, never the caller's.
  return Prisma.sql`${Prisma.raw(`${left} ${operator}`)} ${value}::${Prisma.raw(type)}`;
}
