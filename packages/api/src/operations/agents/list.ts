import { listAgents, readRecentWindow } from "@keybrake/database";
import { z } from "zod";
import { recentWindow, showWindow, windowOut } from "../../fields/chart.ts";
import { searchText } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { agentSummaryFields, showAgent } from "./show-agent.ts";

const AGENTS_MAX = 500;

export const listAgentsOperation = defineOperation({
  name: "agents.list",
  summary: "List agents",
  description:
    "Every agent that ever had a key, the largest spender of the window first. Never paged: 500 at most.",
  access: { role: "auditor" },
  input: z.strictObject({ window: recentWindow.default("30d"), search: searchText.optional() }),
  output: z.object({
    ...windowOut,
    data: z.array(z.object(agentSummaryFields)).max(AGENTS_MAX),
    complete: z.boolean().describe("False where there are more: search for one."),
  }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const window = await readRecentWindow(transaction, context.organizationId, input.window);
      const rows = await listAgents(transaction, window, { search: input.search, limit: AGENTS_MAX + 1 });
      return done({
        ...showWindow(window),
        data: rows.slice(0, AGENTS_MAX).map(showAgent),
        complete: rows.length <= AGENTS_MAX,
      });
    }),
});
