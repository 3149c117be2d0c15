import { uuidv7 } from "uuidv7";

export interface HistoryOptions {
  /** A login that may insert keys and call the ledger's core: the owner's, or a superuser's. */
  readonly connectionString: string;
  readonly organizationId: string;
  readonly zone: string;
  readonly calls: number;
  readonly days: number;
  readonly agents: number;
  /** The end of the history. */
  readonly now: Date;
  readonly seed: number;
  readonly onProgress?: (calls: number) => void;
}

/** One key and the calls that are made under it: a run, or its second key at another vendor. */
export interface SampleRun {
  readonly vaultKeyId: string;
  readonly vendor: string;
  readonly credentialId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly keyLabel: string;
  readonly startMs: number;
  readonly expiresMs: number;
  readonly dailyCapMicros: bigint | null;
  readonly runCapMicros: bigint | null;
  readonly revokeAtMs: number | null;
  isRevoked: boolean;
}

export interface HistoryPlan {
  readonly runs: readonly SampleRun[];
  /** When each call is made, ascending, and under which of the runs. */
  readonly times: Float64Array;
  readonly runOf: Int32Array;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** On average; the smallest agents have runs of a few calls, the largest of thousands. */
const CALLS_PER_RUN = 250;
const sampleVendors = ["stripe", "resend", "twilio", "shopify"] as const;

export function planRuns(options: HistoryOptions): HistoryPlan {
  const { calls, days, agents, now, seed } = options;
  const random = randomNumbers(seed);
  const count = Math.max(agents, Math.round(calls / CALLS_PER_RUN));
  const credentials = sampleVendors.map(() => uuidv7());
  const runs = Array.from({ length: count }, (_, index) =>
    planRun({ index, agents, now, days, random, credentials }),
  );
  // Runs of an agent have like numbers of calls: the first agent's the most.
  const weights = runs.map((_, index) => (0.2 + random()) / (1 + (index % agents) / 4));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const at: Array<{ time: number; run: number }> = [];
  for (const [index, run] of runs.entries()) {
    const share = Math.max(1, Math.round(((weights[index] ?? 0) / whole) * calls));
    const spanMs = Math.min(run.expiresMs, now.getTime()) - run.startMs;
    for (let call = 0; call < share && at.length < calls; call += 1) {
      // Now and then a run goes on past its key's expiry.
      at.push({ time: run.startMs + random() * spanMs * (random() < 0.01 ? 1.02 : 0.98), run: index });
    }
  }
  while (at.length < calls) at.push({ time: now.getTime() - random() * HOUR_MS, run: count - 1 });
  at.sort((a, b) => a.time - b.time);
  return {
    runs,
    times: Float64Array.from(at, ({ time }) => Math.min(time, now.getTime())),
    runOf: Int32Array.from(at, ({ run }) => run),
  };
}

function planRun(from: {
  index: number;
  agents: number;
  now: Date;
  days: number;
  random: () => number;
  credentials: readonly string[];
}): SampleRun {
  const { index, agents, now, days, random, credentials } = from;
  const agent = index % agents;
  const agentName = `team-${agent % 5}/agent-${String(agent).padStart(3, "0")}`;
  // One agent in ten works with the rarest vendor, all with the first.
  const draw = random();
  const vendor = draw < 0.8 ? 0 : draw < 0.92 ? 1 : agent % 10 === 9 ? 3 : 2;
  const lifeMs = (0.5 + random() * 3.5) * HOUR_MS;
  // Every tenth agent has been quiet for the last half of the time.
  const quietMs = agent % 10 === 9 ? (days * DAY_MS) / 2 : 0;
  const startMs = now.getTime() - quietMs - random() * (days * DAY_MS - quietMs) - 60_000;
  const isTight = random() < 0.1;
  return {
    vaultKeyId: uuidAt(startMs, random),
    vendor: sampleVendors[vendor] ?? "stripe",
    credentialId: credentials[vendor] ?? "",
    agentName,
    agentRunId: `${agentName}/run_${Math.floor(index / 1.1).toString(36)}`.replace(/run_/, `run_${agent}_`),
    keyLabel: `vk_…${(index % 46_656).toString(36).padStart(4, "0")}`,
    startMs,
    expiresMs: startMs + lifeMs,
    dailyCapMicros: random() < 0.9 ? (isTight ? 500_000_000n : 50_000_000_000n) : null,
    runCapMicros: random() < 0.3 ? 80_000_000_000n : null,
    revokeAtMs: random() < 0.03 ? startMs + lifeMs * 0.7 : null,
    isRevoked: false,
  };
}

/** A UUIDv7 of that moment. */
export function uuidAt(unixMs: number, random: () => number): string {
  const time = Math.floor(unixMs).toString(16).padStart(12, "0");
  const bits = (digits: number) => {
    let text = "";
    for (let at = 0; at < digits; at += 1) text += Math.floor(random() * 16).toString(16);
    return text;
  };
  return `${time.slice(0, 8)}-${time.slice(8)}-7${bits(3)}-8${bits(3)}-${bits(12)}`;
}

/** The same numbers for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
