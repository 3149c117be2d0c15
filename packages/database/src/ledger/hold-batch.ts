import type { CallToHold, HoldResult } from "@keybrake/ledger";
import { verdicts } from "@keybrake/policy";
import { z } from "zod";
import { type BatchColumn, batchParameters, batchStatement, type HotPool } from "./statement.ts";

const columns: readonly BatchColumn<CallToHold>[] = [
  { type: "uuid", read: (call) => call.id },
  { type: "uuid", read: (call) => call.organizationId },
  { type: "uuid", read: (call) => call.vaultKeyId },
  { type: "text", read: (call) => call.refused },
  { type: "bigint", read: (call) => call.priceMicros },
  { type: "text", read: (call) => call.continuesObjectId },
  { type: "bytea", read: (call) => call.retryHash },
  { type: "boolean", read: (call) => call.counts },
  { type: "uuid", read: (call) => call.parentCallId },
  { type: "uuid", read: (call) => call.credentialId },
  { type: "text", read: (call) => call.vendor },
  { type: "text", read: (call) => call.agentName },
  { type: "text", read: (call) => call.agentRunId },
  { type: "text", read: (call) => call.keyLabel },
  { type: "text", read: (call) => call.endpoint },
  { type: "text", read: (call) => call.method },
  { type: "text", read: (call) => call.path },
  { type: "text", read: (call) => call.request },
  { type: "text", read: (call) => call.clientIp },
  { type: "text", read: (call) => call.userAgent },
  { type: "bigint", read: (call) => call.requestedMicros },
  { type: "integer", read: (call) => call.refusedStatus },
];

/** What `void_v1` needs to write a row that a late commit collides with. */
const voidColumns = columns.filter((_, index) => ![3, 4, 5, 6, 7, 8, 21].includes(index));

const holdStatement = batchStatement("hold_v1", ["uuid", "uuid"], columns);
const voidStatement = batchStatement("void_v1", ["uuid", "uuid"], voidColumns);

const holdAtStatement = batchStatement("hold_at_v1", ["timestamptz", "uuid", "uuid"], columns);

const verdictSchema = z.enum(verdicts);
const micros = (text: string | null) => (text === null ? null : BigInt(text));

interface HoldRow {
  readonly call_id: string;
  readonly verdict: string;
  readonly held_micros: string;
  readonly needed_micros: string;
  readonly attached_to: string | null;
  readonly day_left_micros: string | null;
  readonly run_left_micros: string | null;
  readonly calls_left: string | null;
  readonly call_cap_micros: string | null;
  readonly resets_at: Date | null;
}

/** A hold's answer without the moment that it was asked, which the lane knows. */
export type HeldCall = Omit<HoldResult, "sentAt">;

/** Sends one batch of calls to the ledger; answers in the batch's order, or rejects for all of them. */
export async function holdBatch(
  pool: HotPool,
  instanceId: string,
  calls: readonly CallToHold[],
): Promise<readonly HeldCall[]> {
  const { rows } = await pool.query<HoldRow>({
    name: "hold_v1",
    text: holdStatement,
    values: [calls[0]?.organizationId, instanceId, ...batchParameters(columns, calls)],
  });
  return readRows(rows, calls);
}

/**
 * The same at a moment of the caller's choosing, for seeds and tests: it needs a role that may call the core.
 * @internal
 */
export async function holdBatchAt(
  pool: HotPool,
  at: { readonly now: Date; readonly instanceId: string | null },
  calls: readonly CallToHold[],
): Promise<readonly HeldCall[]> {
  const { rows } = await pool.query<HoldRow>(holdAtStatement, [
    at.now,
    calls[0]?.organizationId,
    at.instanceId,
    ...batchParameters(columns, calls),
  ]);
  return readRows(rows, calls);
}

/** Makes sure that calls whose commit is in doubt hold nothing, now or when the commit turns up late. */
export async function voidBatch(
  pool: HotPool,
  instanceId: string,
  calls: readonly CallToHold[],
): Promise<void> {
  await pool.query({
    name: "void_v1",
    text: voidStatement,
    values: [calls[0]?.organizationId, instanceId, ...batchParameters(voidColumns, calls)],
  });
}

function readRows(rows: readonly HoldRow[], calls: readonly CallToHold[]): readonly HeldCall[] {
  if (rows.length !== calls.length) {
    throw new Error(`the ledger answered ${rows.length} of ${calls.length} calls`);
  }
  return rows.map((row, index) => {
    if (row.call_id !== calls[index]?.id) throw new Error("the ledger answered out of order");
    return {
      verdict: verdictSchema.parse(row.verdict),
      heldMicros: BigInt(row.held_micros),
      neededMicros: BigInt(row.needed_micros),
      attachedTo: row.attached_to,
      dayLeftMicros: micros(row.day_left_micros),
      runLeftMicros: micros(row.run_left_micros),
      callsLeft: row.calls_left === null ? null : Number(row.calls_left),
      callCapMicros: micros(row.call_cap_micros),
      resetsAt: row.resets_at,
    };
  });
}
