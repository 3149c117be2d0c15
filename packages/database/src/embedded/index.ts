export { type EmbeddedPostgres, runningOwnerUrl, startEmbeddedPostgres } from "./embedded-postgres.ts";
export { isPortFree } from "./free-port.ts";
export type { RoleUrls } from "./logins.ts";
export { openLog } from "./open-log.ts";
export { isRunning, startTime, waitUntilGone } from "./process-table.ts";
