import type { CallToHold, HoldResult } from "@keybrake/ledger";
import { verdicts } from "@keybrake/policy";
import type pg from "pg";
import { z } from "zod";
import { type BatchColumn, batchParameters, batchStatement, type HotQueries } from "./statement.ts";

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

const holdStatement = batchStatement("hold_v1", ["boolean", "uuid", "uuid"], columns);
const voidStatement = batchStatement("void_v1", ["uuid", "uuid"], voidColumns);

const holdAtStatement = batchStatement("hold_at_v1", ["timestamptz", "boolean", "uuid", "uuid"], columns);

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
  queries: HotQueries,
  instanceId: string,
  calls: readonly CallToHold[],
): Promise<readonly HeldCall[]> {
  const { rows } = await queries.query<HoldRow>(statementOf(calls, { instanceId, waits: true }));
  return readRows(rows, calls).map(present);
}

/** The same without waiting: null for calls whose key somebody else has locked; nothing was written of them. */
export async function holdUnlocked(
  queries: HotQueries,
  instanceId: string,
  calls: readonly CallToHold[],
): Promise<readonly (HeldCall | null)[]> {
  const { rows } = await queries.query<HoldRow>(statementOf(calls, { instanceId, waits: false }));
  return readRows(rows, calls);
}

function statementOf(
  calls: readonly CallToHold[],
  { instanceId, waits }: { readonly instanceId: string; readonly waits: boolean },
): pg.QueryConfig {
  return {
    name: "hold_v1",
    text: holdStatement,
    values: [waits, calls[0]?.organizationId, instanceId, ...batchParameters(columns, calls)],
  };
}

/**
 * The same at a moment of the caller's choosing, for seeds and tests: it needs a role that may call the core.
 */
export async function holdBatchAt(
  queries: HotQueries,
  at: { readonly now: Date; readonly instanceId: string | null },
  calls: readonly CallToHold[],
): Promise<readonly HeldCall[]> {
  const { rows } = await queries.query<HoldRow>({
    text: holdAtStatement,
    values: [at.now, true, calls[0]?.organizationId, at.instanceId, ...batchParameters(columns, calls)],
  });
  return readRows(rows, calls).map(present);
}

/** Makes sure that calls whose commit is in doubt hold nothing, now or when the commit turns up late. */
export async function voidBatch(
  queries: HotQueries,
  instanceId: string,
  calls: readonly CallToHold[],
): Promise<void> {
  await queries.query({
    name: "void_v1",
    text: voidStatement,
    values: [calls[0]?.organizationId, instanceId, ...batchParameters(voidColumns, calls)],
  });
}

/** The rows come in the batch's order, without those of calls that were left out. */
function readRows(rows: readonly HoldRow[], calls: readonly CallToHold[]): readonly (HeldCall | null)[] {
  let next = 0;
  const held = calls.map(({ id }) => {
    const row = rows[next];
    if (row?.call_id !== id) return null;
    next += 1;
    return readRow(row);
  });
  if (next !== rows.length) throw new Error("the ledger answered out of order");
  return held;
}

function readRow(row: HoldRow): HeldCall {
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
}

function present(held: HeldCall | null): HeldCall {
  if (held === null) throw new Error("the ledger left out a call that was to wait");
  return held;
}
