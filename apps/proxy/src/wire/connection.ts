import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Flaw } from "./flaw.ts";

/**
 * One client socket. At most one request is in flight on it: with pipelining, an answer that is written while the
 * next request is already being read has been the root of most desynchronisation attacks on proxies.
 */
export class Connection {
  readonly #socket: Socket;
  #response: ServerResponse | null = null;
  #broken: Flaw | null = null;
  #onBroken: ((flaw: Flaw) => void) | null = null;
  #isClosing = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Takes the next request, unless the one before it is not answered yet. */
  begin(response: ServerResponse): "begun" | "pipelined" | "ignored" {
    if (this.#isClosing) return "ignored";
    if (this.isBusy) {
      // Node writes the refusal after the answer in flight, and closes behind it.
      this.#isClosing = true;
      this.#socket.pause();
      return "pipelined";
    }
    this.#response = response;
    return "begun";
  }

  /** True once nothing more will be read: there is no body left to wait for. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  get isBusy(): boolean {
    const response = this.#response;
    return response !== null && !response.writableEnded && !response.destroyed;
  }

  /** The bytes of the request in flight turned out to be no request: the reader of its body is told. */
  break(flaw: Flaw): void {
    this.#broken ??= flaw;
    this.#onBroken?.(this.#broken);
    this.closeAfterAnswer();
  }

  /** What broke the request, now or later; null ends listening. */
  onBroken(listener: ((flaw: Flaw) => void) | null): Flaw | null {
    this.#onBroken = listener;
    return this.#broken;
  }

  /** The answer in flight says that it is the last one; what still comes of its request may be drained. */
  markLastAnswer(): void {
    if (this.#response?.headersSent === false) this.#response.shouldKeepAlive = false;
  }

  /** Nothing more is read from this socket; the answer in flight is its last. */
  closeAfterAnswer(): void {
    this.#isClosing = true;
    this.#socket.pause();
    const response = this.#response;
    if (response === null || response.writableFinished) {
      this.#socket.destroySoon();
      return;
    }
    this.markLastAnswer();
    response.once("finish", () => this.#socket.destroySoon());
  }
}
