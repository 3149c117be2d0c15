/** Which calls of the audit log are wanted; the same for the pages and for the export. */
export interface CallFilters {
  readonly agentRunId?: string | undefined;
  readonly agentName?: string | undefined;
  readonly vendor?: string | undefined;
  readonly verdict?: string | undefined;
  readonly state?: string | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

/** One comparison over the view; which columns and operators there are is decided here, the value is the caller's. */
export interface CallCondition {
  readonly left: "id" | "agent_run_id" | "agent_name" | "vendor" | "policy_verdict" | "state" | "called_at";
  readonly operator: "=" | "<" | ">=";
  readonly value: string;
  readonly type: "uuid" | "text" | "timestamptz";
}

/**
 * A call's id is made by the proxy's clock, `called_at` by the database's. Bounding the id as well lets Postgres skip
 * the partitions outside of the time asked for; a day of difference between the clocks hides no row.
 */
const CLOCK_SLACK_MS = 86_400_000;

export function callConditions(filters: CallFilters): CallCondition[] {
  const { agentRunId, agentName, vendor, verdict, state, from, to } = filters;
  const conditions: CallCondition[] = [];
  const equal = (left: CallCondition["left"], value: string | undefined) => {
    if (value !== undefined) conditions.push({ left, operator: "=", value, type: "text" });
  };
  const since = (operator: "<" | ">=", at: Date | undefined, slackMs: number) => {
    if (at === undefined) return;
    conditions.push({ left: "called_at", operator, value: at.toISOString(), type: "timestamptz" });
    conditions.push({ left: "id", operator, value: firstIdOf(at.getTime() + slackMs), type: "uuid" });
  };
  equal("agent_run_id", agentRunId);
  equal("agent_name", agentName);
  equal("vendor", vendor);
  equal("policy_verdict", verdict);
  equal("state", state);
  since(">=", from, -CLOCK_SLACK_MS);
  since("<", to, CLOCK_SLACK_MS);
  return conditions;
}

/** The smallest UUID whose first 48 bits are this moment (RFC 9562, version 7). */
function firstIdOf(unixMs: number): string {
  const hex = Math.max(0, unixMs).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}
