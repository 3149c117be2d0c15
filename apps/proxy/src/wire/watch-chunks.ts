import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { ChunkFraming } from "./chunk-framing.ts";
import { type Flaw, framingFlaw } from "./flaw.ts";

const CR = 0x0d;
const LF = 0x0a;
const HEADER_END = Buffer.from("\r\n\r\n");

export interface WatchedChunks {
  /** To ask once the body is read. */
  flaw(): Flaw | null;
}

/**
 * Watches the raw bytes of a chunked body. Must be called while Node is emitting the request, when the bytes that
 * follow the headers are in the parser's hands but not yet given out.
 * Null when this cannot be seen: then the request must be refused.
 */
export function watchChunks(request: IncomingMessage): WatchedChunks | null {
  const { socket } = request;
  const first = bytesAfterHeaders(socket);
  if (first === null) return null;
  const framing = new ChunkFraming();
  framing.read(first);
  const onData = (bytes: Buffer) => framing.read(bytes);
  socket.on("data", onData);
  request.once("close", () => socket.off("data", onData));
  return {
    flaw: () =>
      framing.bad ? framingFlaw("chunk_extension", "Chunk extensions and trailers are not accepted.") : null,
  };
}

/** What has come of the body together with the end of the headers; null when their border cannot be told. */
function bytesAfterHeaders(socket: Socket): Buffer | null {
  const bytes = currentBuffer(socket);
  if (bytes === null || bytes.length === 0) return null;
  // The empty line may have been split between this buffer and an earlier one.
  if (bytes[0] === LF || (bytes[0] === CR && bytes[1] === LF)) {
    return bytes.subarray(0, 3).equals(Buffer.from("\n\r\n")) ? bytes.subarray(3) : null;
  }
  const end = bytes.indexOf(HEADER_END);
  return end === -1 ? null : bytes.subarray(end + HEADER_END.length);
}

/**
 * Node keeps the bytes that it is parsing on the socket's parser. The name is not documented, so its absence is an
 * answer too (null): chunked bodies are then refused, not let through unseen.
 */
function currentBuffer(socket: Socket): Buffer | null {
  if (!("parser" in socket)) return null;
  const { parser } = socket;
  if (typeof parser !== "object" || parser === null || !("getCurrentBuffer" in parser)) return null;
  if (typeof parser.getCurrentBuffer !== "function") return null;
  const bytes: unknown = parser.getCurrentBuffer();
  return Buffer.isBuffer(bytes) ? bytes : null;
}
