import type { Settlement } from "@keybrake/ledger";
import { type BatchColumn, batchParameters, batchStatement, type HotPool } from "./statement.ts";

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

const settleStatement = batchStatement("settle_v1", ["uuid"], columns);
const settleAtStatement = batchStatement("settle_at_v1", ["timestamptz", "uuid"], columns);

/** Completes a batch of calls; a repeat changes nothing. */
export async function settleBatch(pool: HotPool, settlements: readonly Settlement[]): Promise<void> {
  await pool.query({
    name: "settle_v1",
    text: settleStatement,
    values: [settlements[0]?.organizationId, ...batchParameters(columns, settlements)],
  });
}

/**
 * The same at a moment of the caller's choosing, for seeds and tests.
 * @internal
 */
export async function settleBatchAt(
  pool: HotPool,
  now: Date,
  settlements: readonly Settlement[],
): Promise<void> {
  await pool.query(settleAtStatement, [
    now,
    settlements[0]?.organizationId,
    ...batchParameters(columns, settlements),
  ]);
}
