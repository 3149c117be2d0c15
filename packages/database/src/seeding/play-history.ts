import type { CallToHold, Settlement } from "@keybrake/ledger";
import type pg from "pg";
import { holdBatchAt } from "../ledger/hold-batch.ts";
import { settleBatchAt } from "../ledger/settle-batch.ts";
import type { HistoryRun } from "./history-run.ts";
import { insertKeys } from "./insert-keys.ts";
import { makeCall, settlementOf } from "./make-call.ts";
import type { Random } from "./random.ts";

/** Calls of one batch share their moment, as calls that a proxy commits together nearly do. */
const BIN_MS = 120_000;
const BATCH_MAX = 2_000;
const ANSWER_MS = 1_500;
/** An agent begins some time after its key was issued. */
const FIRST_CALL_MS = 1_000;
/** Now and then a run goes on past the end of its span, and of its key: the ledger refuses those calls. */
const OVERSTAY = { share: 0.01, factor: 1.02 };

type Queries = Pick<pg.ClientBase, "query">;

interface HistoryOptions {
  /** The end of the history. */
  readonly now: Date;
  readonly random: Random;
  /** Whether every other call of the last moment is still in flight. */
  readonly endsInFlight: boolean;
  readonly onProgress?: ((calls: number) => void) | undefined;
}

/**
 * Writes runs of the past by the ledger's own functions, each moment in its order over all runs, so that every counter,
 * object and row of the roll-up is what those calls make of it. `queries` needs the rights of the owner.
 * @returns how many calls were made, the denied ones among them
 */
export async function playHistory(
  queries: Queries,
  runs: readonly HistoryRun[],
  options: HistoryOptions,
): Promise<number> {
  await insertKeys(
    queries,
    runs.map(({ key }) => key),
  );
  const { times, runOf } = scheduleOf(runs, options);
  const revocations = runs
    .filter(({ key }) => key.revokedAt !== null)
    .sort((a, b) => Number(a.key.revokedAt) - Number(b.key.revokedAt));
  for (let at = 0; at < times.length; ) {
    const first = times[at] ?? 0;
    await revokeDue(queries, revocations, first);
    const batch: Made[] = [];
    for (; at < times.length && batch.length < BATCH_MAX && (times[at] ?? 0) < first + BIN_MS; at += 1) {
      const run = runs[runOf[at] ?? 0];
      if (run === undefined) continue;
      const kind = options.random.weighted(run.kinds);
      const call = makeCall(run.key, kind, first + Math.floor(batch.length / 8), options.random);
      batch.push({ run, call });
    }
    const isInFlight = options.endsInFlight && at >= times.length;
    await playBatch(queries, batch, { bin: new Date(first), isInFlight, random: options.random });
    options.onProgress?.(at);
  }
  return times.length;
}

interface Made {
  readonly run: HistoryRun;
  readonly call: CallToHold;
}

async function playBatch(
  queries: Queries,
  batch: readonly Made[],
  play: { readonly bin: Date; readonly isInFlight: boolean; readonly random: Random },
): Promise<void> {
  const { bin, isInFlight, random } = play;
  const calls = batch.map(({ call }) => call);
  const held = await holdBatchAt(queries, { now: bin, instanceId: null }, calls);
  const settlements: Settlement[] = [];
  for (const [index, { run, call }] of batch.entries()) {
    const hold = held[index];
    if (hold?.verdict !== "allowed" || (isInFlight && index % 2 === 0)) continue;
    settlements.push(settlementOf(call, hold.heldMicros, run.outcomes, random));
  }
  if (settlements.length > 0) await settleBatchAt(queries, new Date(bin.getTime() + ANSWER_MS), settlements);
}

/** When each call is made, ascending, and of which run. */
function scheduleOf(
  runs: readonly HistoryRun[],
  { now, random }: HistoryOptions,
): { readonly times: Float64Array; readonly runOf: Int32Array } {
  const moments: Array<{ readonly at: number; readonly run: number }> = [];
  for (const [run, { key, calls, spanMs, burst }] of runs.entries()) {
    for (let left = calls; left > 0; ) {
      const stays = random.chance(OVERSTAY.share) ? OVERSTAY.factor : 1;
      const at = key.createdAt.getTime() + FIRST_CALL_MS + random.next() * spanMs * stays;
      const together = Math.min(left, random.between(...burst));
      for (let call = 0; call < together; call += 1) moments.push({ at: Math.min(at, now.getTime()), run });
      left -= together;
    }
  }
  moments.sort((a, b) => a.at - b.at);
  return {
    times: Float64Array.from(moments, ({ at }) => at),
    runOf: Int32Array.from(moments, ({ run }) => run),
  };
}

/** As revoking writes it, at a moment of the past; takes what is done off the list. */
async function revokeDue(queries: Queries, waiting: HistoryRun[], atMs: number): Promise<void> {
  while (waiting[0] !== undefined && Number(waiting[0].key.revokedAt) <= atMs) {
    const { organizationId, id, revokedAt } = waiting[0].key;
    waiting.shift();
    await queries.query(
      "UPDATE key_ledger SET revoked_at = $1 WHERE organization_id = $2 AND vault_key_id = $3",
      [revokedAt, organizationId, id],
    );
  }
}
