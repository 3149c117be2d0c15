import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type Flaw, framingFlaw } from "./flaw.ts";

const CR = 0x0d;
const LF = 0x0a;
const SIZE_DIGITS_MAX = 8;
const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * Reads the framing of one chunked body beside Node's parser, which silently skips chunk extensions: another
 * server may take their bytes for data (RFC 9112, section 7.1.1). It counts bytes; the data itself it passes over.
 */
export class ChunkFraming {
  #state: "size" | "size_lf" | "data" | "data_cr" | "data_lf" | "end_cr" | "end_lf" | "done" | "bad" = "size";
  #size = 0;
  #digits = 0;

  /** True once a byte came that is not a size, its line end, data, or the last chunk's empty line. */
  get bad(): boolean {
    return this.#state === "bad";
  }

  read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && this.#state !== "bad" && this.#state !== "done") {
      if (this.#state === "data") {
        const step = Math.min(this.#size, bytes.length - at);
        this.#size -= step;
        at += step;
        if (this.#size === 0) this.#state = "data_cr";
      } else {
        this.#step(bytes[at] ?? 0);
        at += 1;
      }
    }
  }

  #step(byte: number): void {
    switch (this.#state) {
      case "size":
        this.#readSize(byte);
        break;
      case "size_lf":
        this.#expect(byte, LF, this.#size === 0 ? "end_cr" : "data");
        break;
      case "data_cr":
        this.#expect(byte, CR, "data_lf");
        break;
      case "data_lf":
        this.#digits = 0;
        this.#expect(byte, LF, "size");
        break;
      case "end_cr":
        // Anything but the end of the line here is a trailer.
        this.#expect(byte, CR, "end_lf");
        break;
      case "end_lf":
        this.#expect(byte, LF, "done");
        break;
    }
  }

  #readSize(byte: number): void {
    if (byte === CR && this.#digits > 0) {
      this.#state = "size_lf";
      return;
    }
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (Number.isNaN(digit) || this.#digits === SIZE_DIGITS_MAX) {
      this.#state = "bad";
      return;
    }
    this.#size = this.#digits === 0 ? digit : this.#size * 16 + digit;
    this.#digits += 1;
  }

  #expect(
    byte: number,
    wanted: number,
    next: "data" | "data_lf" | "size" | "end_cr" | "end_lf" | "done",
  ): void {
    this.#state = byte === wanted ? next : "bad";
  }
}

export interface WatchedChunks {
  /** To ask once the body is read. */
  flaw(): Flaw | null;
  stop(): void;
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
  return {
    flaw: () =>
      framing.bad ? framingFlaw("chunk_extension", "Chunk extensions and trailers are not accepted.") : null,
    stop: () => socket.off("data", onData),
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
