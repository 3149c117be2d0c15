import type { Ledger } from "@keybrake/ledger";
import type pg from "pg";
import type { KeeperJob } from "./proxy-database.ts";

/** An instance silent for this long is given up; a heartbeat comes every second. */
const SILENT_FOR = "10 seconds";
/** Rows in one transaction of a keeper's job, so that it never holds many keys' locks. */
const BITE = 500;
const MONTHS_AHEAD = 3;

/**
 * Runs `work` if the job is due and no other process is at it. The advisory lock belongs to one session, so a keeper
 * that dies gives it up at once.
 */
export async function asKeeper(pool: pg.Pool, job: KeeperJob, work: () => Promise<void>): Promise<boolean> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    const lock = [`keybrake keeper ${job.kind}`];
    const { rows } = await client.query<{ got: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got",
      lock,
    );
    if (rows[0]?.got !== true) return false;
    try {
      const { rows: due } = await client.query<{ due: boolean }>("SELECT start_job_v1($1, $2) AS due", [
        job.kind,
        job.everySeconds,
      ]);
      if (due[0]?.due !== true) return false;
      const failed = await work().then(
        () => null,
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      );
      await client.query("SELECT finish_job_v1($1, $2)", [job.kind, failed?.message ?? null]);
      if (failed !== null) throw new Error(`the keeper's job ${job.kind} failed`, { cause: failed });
      return true;
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", lock);
    }
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
    throw fault;
  } finally {
    // A session in doubt is closed rather than returned: it may still hold the lock.
    client.release(fault !== undefined);
  }
}

/** Turns the open holds of dead instances into `unknown`; returns how many. */
export async function reapDeadInstances(pool: pg.Pool): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await pool.query<{ turned: number }>("SELECT reap_instances_v1($1, $2) AS turned", [
      SILENT_FOR,
      BITE,
    ]);
    const turned = rows[0]?.turned ?? 0;
    total += turned;
    if (turned === 0) return total;
  }
}

/**
 * Releases holds of this instance that the process does not know: their commit was in doubt, nothing was sent.
 * @param isKnown whether the process still has a call in hand
 */
export async function sweepUnknownHolds(
  pool: pg.Pool,
  ledger: Ledger,
  instance: { readonly id: string; readonly isKnown: (callId: string) => boolean },
): Promise<number> {
  const { rows } = await pool.query<{ organization_id: string; vault_key_id: string; call_id: string }>(
    "SELECT * FROM holds_of_instance_v1($1, '30 seconds')",
    [instance.id],
  );
  const orphans = rows.filter((row) => !instance.isKnown(row.call_id));
  await Promise.all(
    orphans.map((row) =>
      ledger.settle({
        callId: row.call_id,
        organizationId: row.organization_id,
        vaultKeyId: row.vault_key_id,
        state: "released",
        costMicros: 0n,
        parsedMicros: null,
        statusCode: 503,
        transactionId: null,
        vendorRequestId: null,
        latencyMs: 0,
        replayed: false,
        object: null,
      }),
    ),
  );
  return orphans.length;
}

export async function ensurePartitions(pool: pg.Pool): Promise<void> {
  await pool.query("SELECT make_call_partitions_v1(clock_timestamp(), $1)", [MONTHS_AHEAD]);
}

export async function forgetRetryAnchors(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ forgotten: number }>(
    "SELECT forget_retry_anchors_v1($1) AS forgotten",
    [10 * BITE],
  );
  return rows[0]?.forgotten ?? 0;
}
