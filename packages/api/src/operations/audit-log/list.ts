import { listCalls } from "@keybrake/database";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { callFilterFields, readCallFilters } from "./call-filters.ts";

const NAME = "audit-log.list";

/** The columns of the SQL view `audit_log`, in its order. */
const call = z.object({
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
});

export const listCallsOperation = defineOperation({
  name: NAME,
  summary: "List calls",
  description: "The audit log, a page at a time.",
  http: { method: "GET", path: "/audit-log", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({ ...callFilterFields, ...pageFields }),
  output: pageOf(call),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listCalls(transaction, {
        organizationId: context.organizationId,
        filters: readCallFilters(input),
        before: before.value,
        limit: input.limit + 1,
      });
      const show = (row: (typeof rows)[number]) => ({ ...row, called_at: row.called_at.toISOString() });
      return done(makePage(NAME, input, { rows, show }));
    });
  },
});
