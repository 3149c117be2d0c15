import { type DestinationStream, type Logger, pino } from "pino";

const TOKEN = /\b(vk_|kbt_)[0-9A-Za-z]{38}\b/g;
const VENDOR_SECRET = /\b((?:sk|rk|shpat|re|whsec)_)[0-9A-Za-z_]{8,}/g;
const CAUSES_MAX = 4;

/**
 * JSON lines on standard output. Tokens, bodies, headers and secrets are never handed to it; errors are cut down to
 * what cannot hold one, since a driver's error object may carry the row that it failed on.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    serializers: { err: (error: unknown) => shownError(error) },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

interface ShownError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ShownError;
}

function shownError(error: unknown, depth = 0): ShownError {
  if (!(error instanceof Error)) return { type: typeof error, message: masked(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const stack = error.stack === undefined || depth > 0 ? {} : { stack: masked(error.stack) };
  const hasCause = error.cause !== undefined && depth < CAUSES_MAX;
  const cause = hasCause ? { cause: shownError(error.cause, depth + 1) } : {};
  return { type: error.name, message: masked(error.message), ...code, ...stack, ...cause };
}

/** Belt and braces: whatever got into a message in spite of all, a token's shape does not get out. */
function masked(text: string): string {
  return text.replace(TOKEN, "$1[hidden]").replace(VENDOR_SECRET, "$1[hidden]");
}
