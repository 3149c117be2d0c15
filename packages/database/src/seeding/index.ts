// For seeds only: history at moments of the past, written by the functions that write it in the present.
export type { CallToHold, Settlement } from "@keybrake/ledger";
export { holdBatchAt } from "../ledger/hold-batch.ts";
export { settleBatchAt } from "../ledger/settle-batch.ts";
export { withOwner } from "../owner/owner-connection.ts";
export { insertKeyAt, type SeedKey } from "./insert-key-at.ts";
