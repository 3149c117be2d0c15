import type { AgentStanding, RollupSums, SeriesPoint } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { showSums, sumsOut } from "../../fields/chart.ts";
import { showUsd, usdOut } from "../../fields/money.ts";
import { countedMicros, makeSeries, sumOf } from "../../fields/series.ts";

/** As many points as a sparkline has room for. */
const POINTS_MAX = 30;

export const agentFields = {
  agent_name: z.string(),
  ...sumsOut,
  live_keys: z.int(),
  left_today_usd: usdOut.nullable().describe("Of its live keys' daily caps; null where it has none."),
  sparkline: z
    .array(usdOut)
    .max(POINTS_MAX)
    .describe("Spent and accrued over the window, oldest first, in equal steps of whole hours or days."),
};

interface Read {
  readonly starts: readonly Date[];
  readonly points: readonly SeriesPoint[];
  readonly standings: readonly AgentStanding[];
}

/** Agents that did something in the window or have live keys, the largest spender first. */
export function rankAgents({ starts, points, standings }: Read) {
  const standing = new Map(standings.map((agent) => [agent.agentName, agent]));
  const active = makeSeries(starts, points).flatMap(({ group, points: all }) =>
    group === null ? [] : [{ agentName: group, points: all }],
  );
  const known = new Set(active.map(({ agentName }) => agentName));
  const idle = standings
    .filter(({ agentName }) => !known.has(agentName))
    .map(({ agentName }) => ({ agentName, points: makeIdle(starts) }));
  return [...active, ...idle]
    .map(({ agentName, points: all }) => ({ agentName, points: all, sums: sumOf(all) }))
    .sort(byRank)
    .map(({ agentName, points: all, sums }) => ({
      agent_name: agentName,
      ...showSums(sums),
      live_keys: Number(standing.get(agentName)?.liveKeys ?? 0n),
      left_today_usd: showUsd(standing.get(agentName)?.dailyLeftMicros ?? null),
      sparkline: sparkline(all),
    }));
}

function makeIdle(starts: readonly Date[]): RollupSums[] {
  return starts.map(() => sumOf([]));
}

interface Ranked {
  readonly agentName: string;
  readonly sums: RollupSums;
}

function byRank(a: Ranked, b: Ranked): number {
  const [less, more] = [countedMicros(a.sums), countedMicros(b.sums)];
  if (less !== more) return less > more ? -1 : 1;
  return a.agentName < b.agentName ? -1 : 1;
}

/** Neighbouring points are added up where there are more than a sparkline has room for. */
function sparkline(points: readonly RollupSums[]): string[] {
  const width = Math.ceil(points.length / POINTS_MAX);
  const steps: string[] = [];
  for (let at = 0; at < points.length; at += width) {
    steps.push(formatUsd(countedMicros(sumOf(points.slice(at, at + width)))));
  }
  return steps;
}
