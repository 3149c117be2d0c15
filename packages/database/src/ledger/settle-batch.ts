import type { Settlement } from "@keybrake/ledger";
import { type BatchColumn, batchParameters, batchStatement, type HotQueries } from "./statement.ts";

const columns: readonly BatchColumn<Settlement>[] = [
  { type: "uuid", read: (settlement) => settlement.callId },
  { type: "uuid", read: (settlement) => settlement.organizationId },
  { type: "uuid", read: (settlement) => settlement.vaultKeyId },
  { type: "text", read: (settlement) => settlement.state },
  { type: "bigint", read: (settlement) => settlement.costMicros },
  { type: "bigint", read: (settlement) => settlement.parsedMicros },
  { type: "integer", read: (settlement) => settlement.statusCode },
  { type: "text", read: (settlement) => settlement.transactionId },
  { type: "text", read: (settlement) => settlement.vendorRequestId },
  { type: "integer", read: (settlement) => settlement.latencyMs },
  { type: "boolean", read: (settlement) => settlement.replayed },
  { type: "text", read: (settlement) => settlement.object?.id ?? null },
  { type: "bigint", read: (settlement) => settlement.object?.totalMicros ?? null },
  { type: "text", read: (settlement) => settlement.object?.status ?? null },
];

const settleStatement = `${batchStatement("settle_v1", ["boolean", "uuid"], columns)} AS left_out`;
const settleAtStatement = batchStatement("settle_at_v1", ["timestamptz", "boolean", "uuid"], columns);

/** Completes a batch of calls; a repeat changes nothing. */
export async function settleBatch(queries: HotQueries, settlements: readonly Settlement[]): Promise<void> {
  const leftOut = await settleWith(queries, settlements, { waits: true });
  if (leftOut.size > 0) throw new Error("the ledger left out a settlement that was to wait");
}

/** The same without waiting: answers with the ids of calls of which somebody else has a key locked. */
export function settleUnlocked(
  queries: HotQueries,
  settlements: readonly Settlement[],
): Promise<ReadonlySet<string>> {
  return settleWith(queries, settlements, { waits: false });
}

async function settleWith(
  queries: HotQueries,
  settlements: readonly Settlement[],
  { waits }: { readonly waits: boolean },
): Promise<ReadonlySet<string>> {
  const { rows } = await queries.query<{ left_out: string[] }>({
    name: "settle_v1",
    text: settleStatement,
    values: [waits, settlements[0]?.organizationId, ...batchParameters(columns, settlements)],
  });
  return new Set(rows[0]?.left_out);
}

/**
 * The same at a moment of the caller's choosing, for seeds and tests.
 */
export async function settleBatchAt(
  queries: HotQueries,
  now: Date,
  settlements: readonly Settlement[],
): Promise<void> {
  await queries.query({
    text: settleAtStatement,
    values: [now, true, settlements[0]?.organizationId, ...batchParameters(columns, settlements)],
  });
}
