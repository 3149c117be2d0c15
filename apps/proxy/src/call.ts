import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connection } from "./wire/connection.ts";
import { type Flaw, framingFlaw } from "./wire/flaw.ts";
import { flawOfFraming } from "./wire/framing.ts";
import { type KeyLine, keepVendorHeaders, readHeaders } from "./wire/headers.ts";
import { flawOfTarget, splitTarget } from "./wire/target.ts";
import { type WatchedChunks, watchChunks } from "./wire/watch-chunks.ts";

/** One request as it arrived, its form judged. Nothing in it has been normalised, and nothing is trusted yet. */
export interface Call {
  readonly method: string;
  /** The raw target, for the audit row of a call that is refused for its target. */
  readonly target: string;
  readonly path: string;
  readonly query: string;
  /** Lower-case names, without keys and hop-by-hop lines: what a vendor's code may see. */
  readonly headers: ReadonlyMap<string, string>;
  readonly authorization: string | null;
  readonly shopifyToken: string | null;
  readonly otherKeyLine: KeyLine | null;
  readonly keyIsAmbiguous: boolean;
  readonly flaw: Flaw | null;
  /** Declared bytes of the body; null when it is chunked. */
  readonly declaredLength: number | null;
  readonly chunks: WatchedChunks | null;
  readonly clientIp: string;
  readonly userAgent: string;
  /** Milliseconds of the monotonic clock. */
  readonly startedAt: number;
  readonly connection: Connection;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
}

/** Must run while Node is emitting the request: the framing of a chunked body can only be watched from there. */
export function readCall({ request, response, connection }: Arrival): Call {
  const method = request.method ?? "";
  const rawTarget = request.url ?? "";
  const target = splitTarget(rawTarget);
  const { fields, keyIsAmbiguous, otherKeyLine, flaw: headerFlaw } = readHeaders(request.rawHeaders);
  let flaw =
    flawOfFraming({ method, httpVersion: request.httpVersion }, fields) ??
    headerFlaw ??
    flawOfTarget(rawTarget, target);
  const isChunked = fields.get("transfer-encoding") === "chunked";
  const chunks = isChunked ? watchChunks(request) : null;
  if (isChunked && chunks === null) {
    flaw ??= framingFlaw(
      "chunks_unseen",
      "Send content-length: the chunks of this body cannot be checked.",
      411,
    );
  }
  if (flaw?.closes === true) connection.markLastAnswer();
  return {
    method,
    target: rawTarget,
    path: target.path,
    query: target.query,
    authorization: fields.get("authorization") ?? null,
    shopifyToken: fields.get("x-shopify-access-token") ?? null,
    declaredLength: isChunked ? null : Number(fields.get("content-length") ?? 0),
    userAgent: fields.get("user-agent") ?? "",
    headers: keepVendorHeaders(fields, otherKeyLine),
    otherKeyLine,
    keyIsAmbiguous,
    flaw,
    chunks,
    clientIp: request.socket.remoteAddress ?? "",
    startedAt: performance.now(),
    connection,
    request,
    response,
  };
}
