import type { AgentSummary } from "@keybrake/database";
import { z } from "zod";
import { showSums, sumsOut } from "../../fields/chart.ts";
import { instantOut, showTime } from "../../fields/time.ts";

/** An agent by its keys, and what it did in the window. */
export const agentSummaryFields = {
  agent_name: z.string(),
  ...sumsOut,
  keys: z.int(),
  live_keys: z.int(),
  runs: z.int(),
  first_issued_at: instantOut,
  last_issued_at: instantOut,
  last_call_at: instantOut.nullable().describe("Of the admitted ones."),
};

export function showAgent(agent: AgentSummary) {
  return {
    agent_name: agent.agentName,
    ...showSums(agent),
    keys: Number(agent.keys),
    live_keys: Number(agent.liveKeys),
    runs: Number(agent.runs),
    first_issued_at: agent.firstIssuedAt.toISOString(),
    last_issued_at: agent.lastIssuedAt.toISOString(),
    last_call_at: showTime(agent.lastCallAt),
  };
}
