import { containing } from "./like.ts";

/** Which calls of the audit log are wanted; the same for the pages, the totals and the export. */
export interface CallFilters {
  readonly agentRunId?: string | undefined;
  readonly agentName?: string | undefined;
  readonly vendor?: string | undefined;
  readonly vaultKeyId?: string | undefined;
  readonly verdict?: string | undefined;
  readonly state?: string | undefined;
  readonly endpoint?: string | undefined;
  /** Of what a call cost, else of what it holds; of a denied one what it asked for. Decimal dollars, both inclusive. */
  readonly minUsd?: string | undefined;
  readonly maxUsd?: string | undefined;
  /** Part of a path, endpoint, run, label, transaction id, address or user agent; or the id of a call. */
  readonly text?: string | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a condition compares, over the columns of the view `audit_log`. */
export const callExpressions = {
  id: "id",
  agent_run_id: "agent_run_id",
  agent_name: "agent_name",
  vendor: "vendor",
  vault_key_id: "vault_key_id",
  policy_verdict: "policy_verdict",
  state: "state",
  endpoint: "endpoint",
  called_at: "called_at",
  amount: "CASE state WHEN 'denied' THEN requested_usd ELSE coalesce(cost_usd, held_usd) END",
  // A line feed between them, so that no find reaches from one into the next.
  text: `concat_ws(E'\\n', path, endpoint, agent_run_id, key_label, vendor_txn_id, client_ip, user_agent)`,
} as const;

/** One comparison; what there is to compare, and how, is decided here, the value is the caller's. */
export interface CallCondition {
  readonly left: keyof typeof callExpressions;
  readonly operator: "=" | "<>" | "<" | ">=" | "<=" | "ILIKE";
  readonly value: string;
  readonly type: "uuid" | "text" | "timestamptz" | "numeric";
}

/**
 * A call's id is made by the proxy's clock, `called_at` by the database's. Bounding the id as well lets Postgres skip
 * what is outside of the time asked for; an hour of difference between the clocks hides no row.
 */
const CLOCK_SLACK_MS = 3_600_000;

export function callConditions(filters: CallFilters): CallCondition[] {
  const { agentRunId, agentName, vendor, vaultKeyId, verdict, state, endpoint, minUsd, maxUsd, text } =
    filters;
  const conditions: CallCondition[] = [];
  const add = (
    left: CallCondition["left"],
    operator: CallCondition["operator"],
    value: string | undefined,
    type: CallCondition["type"] = "text",
  ) => {
    if (value !== undefined) conditions.push({ left, operator, value, type });
  };
  add("agent_run_id", "=", agentRunId);
  add("agent_name", "=", agentName);
  add("vendor", "=", vendor);
  add("vault_key_id", "=", vaultKeyId, "uuid");
  add("policy_verdict", "=", verdict);
  add("state", "=", state);
  // Says the same in the words of the index over denied calls.
  if (state === "denied") add("policy_verdict", "<>", "allowed");
  add("endpoint", "=", endpoint);
  add("amount", ">=", minUsd, "numeric");
  add("amount", "<=", maxUsd, "numeric");
  if (text !== undefined && UUID.test(text)) add("id", "=", text, "uuid");
  else if (text !== undefined) add("text", "ILIKE", containing(text));
  const { from, to } = filters;
  add("called_at", ">=", from?.toISOString(), "timestamptz");
  add("called_at", "<", to?.toISOString(), "timestamptz");
  if (from !== undefined) add("id", ">=", firstCallIdSince(from), "uuid");
  if (to !== undefined) add("id", "<", firstIdOf(to.getTime() + CLOCK_SLACK_MS), "uuid");
  return conditions;
}

/** No call of this moment or later has a smaller id. */
export function firstCallIdSince(at: Date): string {
  return firstIdOf(at.getTime() - CLOCK_SLACK_MS);
}

/** The smallest UUID whose first 48 bits are this moment (RFC 9562, version 7). */
function firstIdOf(unixMs: number): string {
  const hex = Math.max(0, unixMs).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}
