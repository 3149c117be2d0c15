import type { IncomingMessage } from "node:http";
import type { Connection } from "./connection.ts";
import { type Flaw, framingFlaw } from "./flaw.ts";
import type { WatchedChunks } from "./watch-chunks.ts";

export interface BodySource {
  readonly request: IncomingMessage;
  readonly connection: Connection;
  /** Declared bytes; null when chunked. */
  readonly declaredLength: number | null;
  readonly chunks: WatchedChunks | null;
}

const EMPTY = Buffer.alloc(0);
const DRAIN_BYTES_MAX = 1_048_576;
const DRAIN_MS_MAX = 250;

/**
 * The whole body, or why there is none. What counts is the bytes that came, not what was declared.
 * @param limit in bytes.
 */
export async function readBody(source: BodySource, limit: number): Promise<Buffer | Flaw> {
  const body = await readWithin(source, limit);
  if (!Buffer.isBuffer(body)) source.connection.markLastAnswer();
  return body;
}

async function readWithin(source: BodySource, limit: number): Promise<Buffer | Flaw> {
  const { request, connection, declaredLength, chunks } = source;
  if (declaredLength === 0) return EMPTY;
  if (declaredLength !== null && declaredLength > limit) return tooLong(limit);
  // Most bodies arrive together with their headers and are there by now.
  const body = request.complete ? readAll(request) : await collect(request, connection, limit);
  if (!Buffer.isBuffer(body)) return body;
  if (body.length > limit) return tooLong(limit);
  return chunks?.flaw() ?? body;
}

function readAll(request: IncomingMessage): Buffer {
  const bytes: unknown = request.read();
  return Buffer.isBuffer(bytes) ? bytes : EMPTY;
}

function collect(request: IncomingMessage, connection: Connection, limit: number): Promise<Buffer | Flaw> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const finish = (result: Buffer | Flaw) => {
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
      connection.onBroken(null);
      resolve(result);
    };
    const onData = (part: Buffer) => {
      length += part.length;
      parts.push(part);
      if (length > limit) finish(tooLong(limit));
    };
    const onEnd = () => finish(Buffer.concat(parts, length));
    const onClose = () => finish(framingFlaw("body_incomplete", "The body did not arrive whole."));
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
    const broken = connection.onBroken(finish);
    if (broken !== null) finish(broken);
    else if (request.destroyed) onClose();
  });
}

function tooLong(limit: number): Flaw {
  return framingFlaw("body_too_large", `The body of this endpoint is at most ${limit} bytes.`, 413);
}

/**
 * Lets what is still coming of an unwanted body pass by, within bounds: closing a socket that has unread bytes
 * resets it, and the client would lose the answer that says why.
 */
export async function drainBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    let length = 0;
    const finish = () => {
      clearTimeout(timer);
      request.off("data", onData).off("end", finish).off("close", finish).off("error", finish);
      resolve();
    };
    const onData = (part: Buffer) => {
      length += part.length;
      if (length > DRAIN_BYTES_MAX) finish();
    };
    const timer = setTimeout(finish, DRAIN_MS_MAX);
    request.on("data", onData).on("end", finish).on("close", finish).on("error", finish);
  });
}
