import {
  type ChartWindow,
  listAgents,
  listRuns,
  listVaultKeyRows,
  type OrganizationTransaction,
  readBucketStarts,
  readDeniedEndpoints,
  readRecentWindow,
  readSeries,
} from "@keybrake/database";
import { z } from "zod";
import { recentWindow, showSums, showWindow, sumsOut, windowOut } from "../../fields/chart.ts";
import { bucketsOut, makeSeries, sumOf } from "../../fields/series.ts";
import { agentName } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { runFields, showRun } from "../runs/show-run.ts";
import { keyRowFields, showKeyRow } from "../vault-keys/show-key-row.ts";
import { agentSummaryFields, showAgent } from "./show-agent.ts";

/** Of its runs and keys the newest; the rest is in their own lists. */
const NEWEST = 20;

const deniedEndpoint = z.object({
  vendor: z.string(),
  endpoint: z.string(),
  verdict: z.string(),
  calls: z.int(),
  last_at: instantOut,
});

const output = z.object({
  ...agentSummaryFields,
  ...windowOut,
  buckets: bucketsOut,
  points: z.array(z.object(sumsOut)).describe("One for each bucket."),
  newest_runs: z.array(z.object(runFields)).max(NEWEST),
  newest_keys: z.array(z.object(keyRowFields)).max(NEWEST),
  denied_endpoints: z.array(deniedEndpoint).max(50).describe("In the window, the most refused first."),
  denied_complete: z.boolean().describe("False where there were too many to count them all."),
});

export const showAgentOperation = defineOperation({
  name: "agents.show",
  summary: "Show an agent: what it usually does",
  access: { role: "auditor" },
  input: z.strictObject({ agent_name: agentName, window: recentWindow.default("7d") }),
  output,
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId } = context;
      const named = { organizationId, agentName: input.agent_name };
      const window = await readRecentWindow(transaction, organizationId, input.window);
      const [agent] = await listAgents(transaction, window, { agentName: input.agent_name, limit: 1 });
      if (agent === undefined) return notFound();
      const page = { organizationId, filters: named, before: null, limit: NEWEST };
      const runs = await listRuns(transaction, page);
      const keys = await listVaultKeyRows(transaction, page);
      const denied = await readDeniedEndpoints(transaction, named, window.from);
      return done({
        ...showAgent(agent),
        ...showWindow(window),
        ...(await readPoints(transaction, window, input.agent_name)),
        newest_runs: runs.map(showRun),
        newest_keys: keys.map((key) => showKeyRow(context, key)),
        denied_endpoints: denied.endpoints.map(({ calls, lastAt, ...endpoint }) => ({
          ...endpoint,
          calls: Number(calls),
          last_at: lastAt.toISOString(),
        })),
        denied_complete: denied.complete,
      });
    }),
});

async function readPoints(transaction: OrganizationTransaction, window: ChartWindow, agentName: string) {
  const starts = await readBucketStarts(transaction, window);
  const read = await readSeries(
    transaction,
    { ...window, starts },
    {
      filters: { agentName },
      groupBy: "none",
      groups: 1,
      rankBy: "spendThenCalls",
    },
  );
  const points = makeSeries(starts, read)[0]?.points ?? starts.map(() => sumOf([]));
  return { buckets: starts.map((start) => start.toISOString()), points: points.map(showSums) };
}
