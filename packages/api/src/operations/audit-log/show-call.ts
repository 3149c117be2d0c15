import type { AuditLogRow } from "@keybrake/database";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";

/** The columns of the SQL view `audit_log`, in its order. */
export const callFields = {
  id,
  organization_id: id,
  agent_run_id: z.string(),
  agent_name: z.string(),
  vendor: z.string(),
  endpoint: z.string(),
  cost_usd: usdOut.nullable().describe("Null while the call is held, accrued or unknown."),
  cost_usd_parsed: usdOut.nullable().describe("What the vendor's answer said."),
  requested_usd: usdOut.nullable(),
  held_usd: usdOut,
  vendor_txn_id: z.string().nullable(),
  called_at: instantOut,
  policy_verdict: z.string(),
  state: z.string(),
  status_code: z.int().nullable(),
  method: z.string(),
  path: z.string(),
  request: z.record(z.string(), z.unknown()),
  vault_key_id: id,
  key_label: z.string(),
  parent_call_id: id.nullable(),
  latency_ms: z.int().nullable(),
  client_ip: z.string(),
  user_agent: z.string(),
};

export function showCall(row: AuditLogRow) {
  return { ...row, called_at: row.called_at.toISOString() };
}
