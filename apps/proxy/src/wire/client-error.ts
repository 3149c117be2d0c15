import type { Socket } from "node:net";
import type { Connection } from "./connection.ts";
import { type Flaw, framingFlaw } from "./flaw.ts";

/** What Node's parser reports of bytes that are no request, or of a request that does not come to its end. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  413: "Content Too Large",
  414: "URI Too Long",
  431: "Request Header Fields Too Large",
};

/** The flaw behind a parser's error; null when the client merely went away. */
function flawOfParserError(error: ParserError): Flaw | null {
  switch (error.code) {
    case "ECONNRESET":
    case "EPIPE":
      return null;
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return framingFlaw("too_slow", "The request did not arrive in time.", 408);
    case "HPE_HEADER_OVERFLOW":
      return overflow(error.rawPacket);
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return framingFlaw("chunk_extension", "Chunk extensions are not accepted.", 413);
    default:
      return framingFlaw("malformed", "These bytes are not one well-formed HTTP/1.1 request.");
  }
}

const REQUEST_LINE_MAX = 4_200;

/** When the packet's first line is too long by itself, the target is what overflowed, else the headers are. */
function overflow(packet: Buffer | undefined): Flaw {
  const end = packet?.indexOf("\r\n") ?? 0;
  return end === -1 || end > REQUEST_LINE_MAX
    ? framingFlaw("target_too_long", "A request target is at most 4096 bytes.", 414)
    : framingFlaw("headers_too_large", "The headers are too large.", 431);
}

/**
 * Ends a socket whose bytes are no request. When a request is in flight on it, that one is told and answers for
 * both: for a recognised key nothing may be answered before its row is committed.
 * @returns the flaw, when this is the answer and no key could be read.
 */
export function answerParserError(
  error: ParserError,
  socket: Socket,
  connection: Connection | undefined,
): Flaw | null {
  const found = flawOfParserError(error);
  if (found === null || !socket.writable) {
    socket.destroy();
    return found;
  }
  if (connection?.isBusy === true) {
    connection.break(found);
    return null;
  }
  const body = JSON.stringify({
    error: { type: "invalid_request_error", code: "malformed_request", message: found.message },
  });
  const head = [
    `HTTP/1.1 ${found.status} ${STATUS_TEXT[found.status] ?? "Bad Request"}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroySoon());
  return found;
}
