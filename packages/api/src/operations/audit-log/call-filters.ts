import type { CallFilters } from "@keybrake/database";
import { formatUsd, verdicts } from "@keybrake/policy";
import { z } from "zod";
import { usdIn } from "../../fields/money.ts";
import { agentName, agentRunId, id, searchText, vendorName } from "../../fields/text.ts";
import { instantIn } from "../../fields/time.ts";

/** The filters of the audit log, the same for its pages, its totals and its export. */
export const callFilterFields = {
  agent_run_id: agentRunId.optional(),
  agent_name: agentName.optional(),
  vendor: vendorName.optional(),
  vault_key_id: id.optional(),
  verdict: z.enum(verdicts).optional(),
  state: z.enum(["denied", "held", "settled", "released", "accrued", "unknown"]).optional(),
  endpoint: z.string().min(1).max(300).optional().describe("As the row names it, e.g. `POST /v1/refunds`."),
  min_usd: usdIn
    .optional()
    .describe("Of what a call cost, else of what it holds; of a denied one what it asked for. Inclusive."),
  max_usd: usdIn.optional().describe("Inclusive."),
  text: searchText
    .optional()
    .describe(
      "Part of a path, endpoint, run, key label, transaction id, address or user agent; or a call's id.",
    ),
  from: instantIn.optional().describe("Inclusive."),
  to: instantIn.optional().describe("Exclusive."),
};

const callFilters = z.object(callFilterFields);

export function readCallFilters(input: z.output<typeof callFilters>): CallFilters {
  const { agent_run_id, agent_name, vendor, vault_key_id, verdict, state, endpoint, text, from, to } = input;
  const usd = (micros: bigint | undefined) => (micros === undefined ? undefined : formatUsd(micros));
  return {
    agentRunId: agent_run_id,
    agentName: agent_name,
    vendor,
    vaultKeyId: vault_key_id,
    verdict,
    state,
    endpoint,
    minUsd: usd(input.min_usd),
    maxUsd: usd(input.max_usd),
    text,
    from,
    to,
  };
}
