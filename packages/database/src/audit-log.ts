import type { OrganizationTransaction } from "./app-database.ts";
import { type CallPage, findCalls } from "./find-calls.ts";

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

export interface AuditLogPage {
  readonly rows: readonly AuditLogRow[];
  /** Where to look on, when looking ended before the page was full and before there was nothing left to look at. */
  readonly resumeAfter: string | null;
}

/** Newest first. */
export async function listCalls(transaction: OrganizationTransaction, page: CallPage): Promise<AuditLogPage> {
  const { ids, resumeAfter } = await findCalls(transaction, page);
  if (ids.length === 0) return { rows: [], resumeAfter };
  const rows = await transaction.$queryRaw<AuditLogRow[]>`
    SELECT id, organization_id, agent_run_id, agent_name, vendor, endpoint, cost_usd::text, cost_usd_parsed::text,
      requested_usd::text, held_usd::text, vendor_txn_id, called_at, policy_verdict, state, status_code, method, path,
      request, vault_key_id, key_label, parent_call_id, latency_ms, client_ip, user_agent
    FROM audit_log
    WHERE organization_id = ${page.organizationId}::uuid AND id = ANY (${[...ids]}::uuid[])
    ORDER BY id DESC`;
  return { rows, resumeAfter };
}
