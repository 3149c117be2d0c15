import {
  isTryingOut,
  type OrganizationTransaction,
  readAgentStandings,
  readBucketStarts,
  readKeysNearCap,
  readLiveCaps,
  readOpenHolds,
  readRecentWindow,
  readSeries,
  readToday,
} from "@keybrake/database";
import { z } from "zod";
import { recentWindow, showWindow, windowOut } from "../../fields/chart.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { agentFields, rankAgents } from "./rank-agents.ts";
import { nearCapFields, showNearCap } from "./show-near-cap.ts";
import { showToday, todayFields } from "./show-today.ts";

const NEAR_CAP_MAX = 20;
const AGENTS_MAX = 50;

export const showOverviewOperation = defineOperation({
  name: "overview.show",
  summary: "What is running, and what it costs",
  access: { role: "auditor" },
  input: z.strictObject({ window: recentWindow.default("24h") }),
  output: z.object({
    today: z.object(todayFields),
    is_new: z
      .boolean()
      .describe("Nothing was ever refused and there are few keys: the first steps are not all taken."),
    near_cap: z.array(z.object(nearCapFields)).max(NEAR_CAP_MAX).describe("The fullest first."),
    ...windowOut,
    agents: z
      .array(z.object(agentFields))
      .max(AGENTS_MAX)
      .describe("By what they spent in the window, then by name; those with live keys or spend."),
  }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId } = context;
      const { window, agents } = await readAgents(transaction, organizationId, input.window);
      const today = await readToday(transaction, organizationId);
      const open = await readOpenHolds(transaction, organizationId, today.startsAt);
      const caps = await readLiveCaps(transaction, organizationId);
      const isNew = await isTryingOut(transaction, organizationId);
      const near = await readKeysNearCap(transaction, organizationId, NEAR_CAP_MAX);
      return done({
        today: showToday(today, open, caps),
        is_new: isNew,
        near_cap: near.map(showNearCap),
        ...showWindow(window),
        agents,
      });
    }),
});

async function readAgents(
  transaction: OrganizationTransaction,
  organizationId: string,
  recent: z.output<typeof recentWindow>,
) {
  const window = await readRecentWindow(transaction, organizationId, recent);
  const starts = await readBucketStarts(transaction, window);
  const points = await readSeries(
    transaction,
    { ...window, starts },
    {
      filters: {},
      groupBy: "agent",
      groups: AGENTS_MAX,
      rankBy: "spendThenCalls",
    },
  );
  const standings = await readAgentStandings(transaction, organizationId);
  return { window, agents: rankAgents({ starts, points, standings }).slice(0, AGENTS_MAX) };
}
