// For seeds only: history at moments of the past, written by the functions that write it in the present.
export { withOwner } from "../owner/owner-connection.ts";
export type { CallKind, HistoryKey, HistoryRun, Outcomes } from "./history-run.ts";
export { playHistory } from "./play-history.ts";
export { Random } from "./random.ts";
