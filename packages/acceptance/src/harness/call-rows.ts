import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { Books } from "./books.ts";
import type { Arrival } from "./sandbox.ts";

/** A call as the ledger wrote it down. */
export interface CallRow {
  /** The vendor's log has it too: for an agent that sends none, the proxy makes it the `Idempotency-Key`. */
  readonly id: string;
  readonly vaultKeyId: string;
  /** The caller's name for it. */
  readonly name: string;
  readonly verdict: string;
  readonly state: string;
  readonly heldMicros: bigint;
  /** When it was judged, by the database's clock. */
  readonly calledAtMs: number;
}

const MICROS_PER_CENT = 10_000n;
/** Rows are completed behind their answers, commits in doubt later, and a dead proxy's holds after ten seconds. */
const HELD_TIMEOUT_MS = 45_000;

/** Every attempt under these organizations' keys. */
export async function readCallRows(
  sql: pg.Pool,
  organizationIds: readonly string[],
): Promise<readonly CallRow[]> {
  const { rows } = await sql.query<Omit<CallRow, "heldMicros"> & { readonly heldMicros: string }>(
    `SELECT id, vault_key_id AS "vaultKeyId", user_agent AS name, policy_verdict AS verdict, state,
       held_micros AS "heldMicros", extract(epoch FROM called_at)::float8 * 1000 AS "calledAtMs"
     FROM call WHERE organization_id = ANY ($1)`,
    [organizationIds],
  );
  return rows.map((row) => ({ ...row, heldMicros: BigInt(row.heldMicros) }));
}

/** Whether the ledger said yes, whatever came of it. What it voids under an id that it never saw holds nothing. */
export const wasAdmitted = ({ verdict, heldMicros }: CallRow) => verdict === "allowed" && heldMicros > 0n;

/** Whether a call may have reached the vendor, as far as the ledger knows. */
export const isAdmitted = ({ verdict, state }: CallRow) => verdict === "allowed" && state !== "released";

/** Resolves when every call has an outcome. */
export async function untilNothingIsHeld(sql: pg.Pool): Promise<void> {
  const deadline = performance.now() + HELD_TIMEOUT_MS;
  while (true) {
    const { rows } = await sql.query("SELECT FROM call WHERE state = 'held' LIMIT 1");
    if (rows.length === 0) return;
    if (performance.now() > deadline) throw new Error("calls are held that nobody completes");
    await wait(200);
  }
}

/** How long after it was judged each request arrived at the vendor; forever, if it has no row. */
export function delaysOf(
  rows: readonly CallRow[],
  arrivals: readonly Arrival[],
): readonly { readonly callId: string | null; readonly ms: number }[] {
  const judgedAt = new Map(rows.map(({ id, calledAtMs }) => [id, calledAtMs]));
  return arrivals.map(({ idempotency_key: callId, received_at }) => ({
    callId,
    ms: received_at.getTime() - (judgedAt.get(callId ?? "") ?? Number.NEGATIVE_INFINITY),
  }));
}

/** Sentences on whatever does not agree: counters, rows, and what the vendor's own log says was done under each key. */
export function faultsOf(
  books: readonly Books[],
  rows: readonly CallRow[],
  arrivals: readonly Arrival[],
): readonly string[] {
  const keyOf = new Map(rows.filter(isAdmitted).map(({ id, vaultKeyId }) => [id, vaultKeyId]));
  const moved = new Map<string, bigint>();
  const faults = books.flatMap((book) => book.faults);
  const seen = new Set<string | null>();
  for (const { idempotency_key: callId, executed, amount_minor } of arrivals) {
    const key = keyOf.get(callId ?? "");
    if (key === undefined) faults.push(`${callId}: arrived without a row that admits it`);
    else if (executed) moved.set(key, (moved.get(key) ?? 0n) + BigInt(amount_minor ?? 0) * MICROS_PER_CENT);
    if (seen.has(callId)) faults.push(`${callId}: arrived twice`);
    seen.add(callId);
  }
  for (const { vaultKeyId, spent, held, overage } of books) {
    const atVendor = moved.get(vaultKeyId) ?? 0n;
    if (overage > 0n) faults.push(`${vaultKeyId}: ${overage} are over what was held`);
    if (spent + held !== atVendor) faults.push(`${vaultKeyId}: ${spent + held} counted, ${atVendor} done`);
  }
  return faults;
}
