import { searchNames } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

/** Of each kind; more is no jump but a list. */
const FOUND_MAX = 5;

export const findOperation = defineOperation({
  name: "search.find",
  summary: "Find agents, runs and keys by a part of their name",
  access: { role: "auditor" },
  input: z.strictObject({ text: z.string().trim().min(1).max(128) }),
  output: z.object({
    agents: z.array(z.string()),
    runs: z.array(z.string()),
    keys: z.array(z.object({ id, key_label: z.string(), agent_run_id: z.string() })),
  }),
  run: (context, { text }) =>
    transact(context, async (transaction) => {
      const found = await searchNames(transaction, {
        organizationId: context.organizationId,
        text,
        limit: FOUND_MAX,
      });
      return done({
        agents: [...found.agents],
        runs: [...found.runs],
        keys: found.keys.map(({ id: keyId, keyLabel, agentRunId }) => ({
          id: keyId,
          key_label: keyLabel,
          agent_run_id: agentRunId,
        })),
      });
    }),
});
