import type { HistoryRun } from "../seeding/history-run.ts";
import type { Random } from "../seeding/random.ts";
import { sampleKeys, vendorOf } from "./sample-profiles.ts";

export interface SamplePlan {
  readonly organizationId: string;
  readonly zone: string;
  readonly calls: number;
  readonly days: number;
  readonly agents: number;
  /** The end of the history. */
  readonly now: Date;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** On average; the smallest agents have runs of a few calls, the largest of thousands. */
const CALLS_PER_RUN = 250;

/** Runs of agents of very different size, spread over all the days: as many calls in all as are wanted. */
export function planRuns(
  plan: SamplePlan,
  credentials: ReadonlyMap<string, string>,
  random: Random,
): HistoryRun[] {
  const { calls, agents } = plan;
  const count = Math.max(agents, Math.round(calls / CALLS_PER_RUN));
  // Runs of an agent have like numbers of calls: the first agent's the most.
  const weights = Array.from(
    { length: count },
    (_, index) => (0.2 + random.next()) / (1 + (index % agents) / 4),
  );
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let left = calls;
  return weights.map((weight, index) => {
    const share =
      index === count - 1 ? left : Math.min(left, Math.max(1, Math.round((weight / whole) * calls)));
    left -= share;
    return planRun(plan, { index, calls: share, credentials, random });
  });
}

interface RunToPlan {
  readonly index: number;
  readonly calls: number;
  readonly credentials: ReadonlyMap<string, string>;
  readonly random: Random;
}

function planRun(
  { organizationId, zone, days, agents, now }: SamplePlan,
  { index, calls, credentials, random }: RunToPlan,
): HistoryRun {
  const agent = index % agents;
  const agentName = `team-${agent % 5}/agent-${String(agent).padStart(3, "0")}`;
  const { vendor, kinds, outcomes } = vendorOf(agent, random.next());
  const [lifeLeast, lifeMost] = sampleKeys.lifeHours;
  const lifeMs = (lifeLeast + random.next() * (lifeMost - lifeLeast)) * HOUR_MS;
  // Every tenth agent has been quiet for the last half of the time.
  const quietMs = agent % 10 === 9 ? (days * DAY_MS) / 2 : 0;
  const startMs = now.getTime() - quietMs - random.next() * (days * DAY_MS - quietMs) - 60_000;
  const key = {
    id: random.uuidAt(startMs),
    organizationId,
    vendor,
    credentialId: credentials.get(vendor) ?? "",
    agentName,
    // Some runs have a second key, at another vendor perhaps.
    agentRunId: `${agentName}/run_${agent}_${Math.floor(index / 1.1).toString(36)}`,
    last4: (index % 46_656).toString(36).padStart(4, "0"),
    allowedEndpoints: kinds.filter(({ refused }) => refused === undefined).map(({ endpoint }) => endpoint),
    zone,
    ...capsOf(random),
    createdAt: new Date(startMs),
    createdBy: "sample",
    expiresAt: new Date(startMs + lifeMs),
    revokedAt: random.chance(sampleKeys.revoked) ? new Date(startMs + lifeMs * 0.7) : null,
  };
  const spanMs = Math.min(startMs + lifeMs, now.getTime()) - startMs;
  return { key, kinds, outcomes, calls, spanMs, burst: [1, 1] };
}

function capsOf(random: Random) {
  const daily = random.chance(sampleKeys.tight) ? sampleKeys.tightDailyMicros : sampleKeys.wideDailyMicros;
  const dailyCapMicros = random.chance(sampleKeys.withDailyCap) ? daily : null;
  const hasRunCap = random.chance(sampleKeys.withRunCap) || dailyCapMicros === null;
  return { dailyCapMicros, runCapMicros: hasRunCap ? sampleKeys.runCapMicros : null };
}
