import type { CallToHold, Settlement } from "@keybrake/ledger";
import pg from "pg";
import { holdBatchAt } from "../ledger/hold-batch.ts";
import { settleBatchAt } from "../ledger/settle-batch.ts";
import { insertKeys, insertOrganization } from "./insert-keys.ts";
import { makeCall, settlementOf } from "./make-call.ts";
import { type HistoryOptions, planRuns, randomNumbers, type SampleRun } from "./plan-runs.ts";

/** Calls of one batch share their moment, as calls that a proxy commits together nearly do. */
const BIN_MS = 120_000;
const BATCH_MAX = 2_000;

/**
 * Fills an organization with weeks of calls by the ledger's own functions at moments of the past, so that every counter,
 * object and row of the roll-up is what those calls make of it. A million takes some minutes.
 * What it leaves is realistic: agents of very different size, keys that end, are revoked or run into their caps,
 * targets that are refused, calls in flight, accrued and unknown.
 */
export async function fillHistory(options: HistoryOptions): Promise<{ readonly runs: readonly SampleRun[] }> {
  const { connectionString, organizationId, calls, onProgress } = options;
  const pool = new pg.Pool({ connectionString, max: 1 });
  try {
    await insertOrganization(pool, options);
    const { runs, times, runOf } = planRuns(options);
    await insertKeys(pool, options, runs);
    const context = { organizationId, random: randomNumbers(options.seed + 1) };
    for (let at = 0; at < calls; ) {
      const first = times[at] ?? 0;
      const bin = new Date(first);
      await revokeDue(pool, runs, first);
      const batch: CallToHold[] = [];
      while (at < calls && batch.length < BATCH_MAX && (times[at] ?? 0) < first + BIN_MS) {
        const run = runs[runOf[at] ?? 0];
        if (run !== undefined) batch.push(makeCall(context, run, first + Math.floor(batch.length / 8)));
        at += 1;
      }
      const isLast = at >= calls;
      await playBatch(pool, { bin, batch, isLast, random: context.random });
      onProgress?.(at);
    }
    return { runs };
  } finally {
    await pool.end();
  }
}

async function playBatch(
  pool: pg.Pool,
  play: { bin: Date; batch: readonly CallToHold[]; isLast: boolean; random: () => number },
): Promise<void> {
  const { bin, batch, isLast, random } = play;
  const held = await holdBatchAt(pool, { now: bin, instanceId: null }, batch);
  const settlements: Settlement[] = [];
  for (const [index, call] of batch.entries()) {
    // The very last ones are still in flight.
    if (held[index]?.verdict === "allowed" && !(isLast && index % 2 === 0))
      settlements.push(settlementOf(call, random));
  }
  if (settlements.length > 0) await settleBatchAt(pool, new Date(bin.getTime() + 1_500), settlements);
}

async function revokeDue(pool: pg.Pool, runs: readonly SampleRun[], atMs: number): Promise<void> {
  const due = runs.filter((run) => run.revokeAtMs !== null && !run.isRevoked && run.revokeAtMs <= atMs);
  for (const run of due) {
    run.isRevoked = true;
    await pool.query("UPDATE key_ledger SET revoked_at = $1 WHERE vault_key_id = $2", [
      new Date(run.revokeAtMs ?? 0),
      run.vaultKeyId,
    ]);
  }
}
