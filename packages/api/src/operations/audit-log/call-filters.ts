import type { CallFilters } from "@keybrake/database";
import { verdicts } from "@keybrake/policy";
import { z } from "zod";
import { agentName, agentRunId, vendorName } from "../../fields/text.ts";
import { instantIn } from "../../fields/time.ts";

/** The filters of the audit log, the same for its pages and for its export. */
export const callFilterFields = {
  agent_run_id: agentRunId.optional(),
  agent_name: agentName.optional(),
  vendor: vendorName.optional(),
  verdict: z.enum(verdicts).optional(),
  state: z.enum(["denied", "held", "settled", "released", "accrued", "unknown"]).optional(),
  from: instantIn.optional().describe("Inclusive."),
  to: instantIn.optional().describe("Exclusive."),
};

const callFilters = z.object(callFilterFields);

export function readCallFilters(input: z.output<typeof callFilters>): CallFilters {
  const { agent_run_id, agent_name, vendor, verdict, state, from, to } = input;
  return { agentRunId: agent_run_id, agentName: agent_name, vendor, verdict, state, from, to };
}
