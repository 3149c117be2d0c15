import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { processorSeconds, residentBytes } from "./proc.ts";
import type { Stage, Subject } from "./stage.ts";
import type { Reconciliation, Witness } from "./witness.ts";
import { runWrk, type WrkReport } from "./wrk.ts";

/** One subject at one number of connections. Times a call are in microseconds, memory in bytes. */
export interface Point {
  readonly subject: Subject["name"];
  readonly connections: number;
  readonly callsPerSecond: number;
  readonly wrk: WrkReport;
  readonly warmUp: WrkReport;
  /** Processor time of each process over the number of calls; `self` is the subject's own. */
  readonly processorUsPerCall: { readonly self: number; readonly vendor: number; readonly postgres: number };
  readonly memory: { readonly now: number; readonly peak: number };
  /** The machine's, over the minute before. Far above what the bench makes itself: something else was running. */
  readonly loadAverageBefore: number;
  /** Of the proxy alone: nothing else leaves rows. */
  readonly reconciliation: Reconciliation | null;
}

interface MeasureOptions {
  readonly stage: Stage;
  readonly witness: Witness;
  readonly connections: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

const WARM_UP_SECONDS_MIN = 2;
const WARM_UP_SECONDS_FIRST = 10;

export async function measure(subject: Subject, options: MeasureOptions): Promise<Point> {
  const { stage, witness, connections, seconds, signal } = options;
  const { url, tokensFile, pid } = subject;
  const load = { url, tokensFile, connections };
  const [loadAverageBefore = 0] = loadavg();
  await probe(subject);
  await witness.begin();
  const warmUpSeconds = Math.max(WARM_UP_SECONDS_MIN, Math.round(seconds / 4));
  const warmUp = await runWrk({ ...load, seconds: warmUpSeconds }, signal);

  const pids = { self: pid, vendor: stage.sandbox.pid, postgres: stage.postgres.pid };
  const before = secondsOf(pids);
  const wrk = await runWrk({ ...load, seconds }, signal);
  const after = secondsOf(pids);
  const perCall = (name: keyof typeof pids) => ((after[name] - before[name]) / wrk.calls) * 1e6;
  return {
    subject: subject.name,
    connections,
    callsPerSecond: wrk.calls / (wrk.duration_us / 1e6),
    wrk,
    warmUp,
    processorUsPerCall: { self: perCall("self"), vendor: perCall("vendor"), postgres: perCall("postgres") },
    memory: residentBytes(pid),
    loadAverageBefore,
    reconciliation: subject.name === "proxy" ? await witness.end() : null,
  };
}

/** As many calls as it takes a JIT compiler to have seen everything: the first points would measure it otherwise. */
export async function warmUp({ url, tokensFile }: Subject, signal: AbortSignal): Promise<void> {
  await runWrk({ url, tokensFile, connections: 64, seconds: WARM_UP_SECONDS_FIRST }, signal);
}

/** wrk counts refusals and does not say what they said. @throws with the answer when one call is refused */
async function probe({ name, url, tokensFile }: Subject): Promise<void> {
  const [token] = readFileSync(tokensFile, "utf8").split("\n");
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams({ amount: "100", currency: "usd" }),
  });
  if (!response.ok) throw new Error(`${name} answers ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}

function secondsOf<Name extends string>(pids: Readonly<Record<Name, number>>): Record<Name, number> {
  const entries = Object.entries<number>(pids).map(([name, pid]) => [name, processorSeconds(pid)]);
  // Object.fromEntries forgets which names it was given.
  return Object.fromEntries(entries) as Record<Name, number>;
}
