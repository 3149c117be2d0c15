import { openSync, renameSync, statSync } from "node:fs";

const LOG_BYTES_MAX = 8 * 1024 * 1024;

/** Opens a log for appending, as a file that only we can read; one that has grown too long is put aside as `.1`. */
export function openLog(path: string): number {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > LOG_BYTES_MAX) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}
