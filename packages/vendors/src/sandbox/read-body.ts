import type { IncomingMessage } from "node:http";

const EMPTY = Buffer.alloc(0);

/** Large enough for a file upload, small enough that a runaway client cannot exhaust the process. */
const BODY_BYTES_MAX = 16 * 1024 * 1024;

export type BodyRead =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly reason: "too_large" | "broken_off" };

/** The whole body, or why there is none. */
export function readBody(request: IncomingMessage): Promise<BodyRead> {
  const { headers } = request;
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
    return Promise.resolve({ ok: true, body: EMPTY });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_BYTES_MAX) chunks.push(chunk);
      else resolve({ ok: false, reason: "too_large" });
    });
    request.on("end", () => {
      const [only] = chunks;
      resolve({ ok: true, body: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks) });
    });
    request.on("close", () => resolve({ ok: false, reason: "broken_off" }));
  });
}
