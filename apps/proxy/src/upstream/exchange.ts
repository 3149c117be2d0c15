import type { ServerResponse } from "node:http";
import type { VendorAnswer } from "@keybrake/vendors";
import type { Dispatcher } from "undici";
import type { Hold } from "../steps/reserve.ts";
import { plainReason } from "../wire/answer.ts";
import { EchoScan, withoutEcho } from "./echo-scan.ts";
import { NotPublic } from "./public-connect.ts";

/** What came of a call that was to be sent. */
export type Sent =
  /** Not a byte left: the ticket was over, no connection came about, or none that may be made. */
  | { readonly kind: "unsent"; readonly why: "late" | "unreachable" | "not_public" }
  /** The vendor answered, and the agent has the answer. */
  | { readonly kind: "answered"; readonly answer: VendorAnswer }
  /** The vendor answered that the credential is not valid, so it did nothing; the agent has nothing yet. */
  | { readonly kind: "credential_rejected"; readonly status: number }
  /** Sent, but what happened is not known. When `begun`, the agent has part of an answer and is cut off. */
  | { readonly kind: "lost"; readonly why: "unreachable" | "timeout" | "unusable"; readonly begun: boolean };

/** The ticket was over, or the key known to be revoked, when the connection was about to be written. */
class Late extends Error {}

/** Runs where a connected socket is about to be written; what it throws leaves it unwritten. */
export function checkTicket(hold: Hold, isRevoked: (vaultKeyId: string) => boolean): void {
  if (!hold.isFresh || isRevoked(hold.ready.key.record.vaultKeyId)) throw new Late("the ticket is over");
}

/** Nothing was written to the vendor, and why. */
export function unsent(error: Error): Sent {
  if (error instanceof NotPublic) return { kind: "unsent", why: "not_public" };
  return { kind: "unsent", why: error instanceof Late ? "late" : "unreachable" };
}

const INSPECT_BYTES_MAX = 1_048_576;
/** Up to here an answer is sent in one piece, which costs one write instead of three. */
const WHOLE_BYTES_MAX = 65_536;
/** How much of an answer may wait for a slow agent before the vendor is paused. */
const WAITING_BYTES_MAX = 262_144;
const INTERIM_ANSWERS_MAX = 8;
const INVALID_KEY = /"invalid_api_key"/;

export interface ExchangeOptions {
  readonly hold: Hold;
  /** Lines of the proxy's own on the answer, names and values in turn. */
  readonly ownLines: readonly string[];
  readonly proxyUrl: string;
  readonly isRevoked: (vaultKeyId: string) => boolean;
  readonly onEcho: (hold: Hold) => void;
  readonly onEnd: (sent: Sent, exchange: Exchange) => void;
}

/**
 * One request to a vendor and its answer, passed on to the agent as it comes. It is what undici calls back:
 * `onRequestStart` runs when a connected socket is about to be written, and throwing there leaves it unwritten.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly startedAt = performance.now();
  readonly #options: ExchangeOptions;
  readonly #response: ServerResponse;
  readonly #scan: EchoScan;
  #controller: Dispatcher.DispatchController | null = null;
  #isWritten = false;
  #isOver = false;
  #interimAnswers = 0;
  #status = 0;
  #statusText = "";
  #headers: ReadonlyMap<string, string> = new Map();
  #contentLength: number | null = null;
  #mode: "whole" | "stream" = "stream";
  #wholeBytesMax = WHOLE_BYTES_MAX;
  #unusable = false;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #bytes = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#response = options.hold.ready.call.response;
    this.#scan = new EchoScan(options.hold.ready.credential.needles());
  }

  /** Gives up on the vendor: what was sent stays sent. */
  abort(reason: Error): void {
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    checkTicket(this.#options.hold, this.#options.isRevoked);
    this.#isWritten = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText?: string,
  ): void {
    if (status < 200) {
      this.#interimAnswers += 1;
      if (this.#interimAnswers > INTERIM_ANSWERS_MAX) controller.abort(new Error("too many interim answers"));
      return;
    }
    this.#status = status;
    this.#statusText = plainReason(statusText ?? "");
    this.#headers = this.#passable(headers);
    const length = headers["content-length"];
    this.#contentLength = typeof length === "string" ? Number(length) : null;
    const encoding = headers["content-encoding"];
    const isEncoded = encoding !== undefined && encoding !== "identity";
    // Redirects are never followed with a credential, and stripe-node would take one with a JSON body for success.
    if ((status >= 300 && status < 400) || isEncoded) {
      this.#unusable = true;
      controller.abort(new Error("the vendor's answer cannot be passed on"));
      return;
    }
    const rewrites = this.#rewrites();
    if (rewrites) this.#wholeBytesMax = INSPECT_BYTES_MAX;
    const isShort = (this.#contentLength ?? (rewrites ? 0 : Infinity)) <= this.#wholeBytesMax;
    // What may say that the credential is not valid is read before the agent sees any of it.
    if (isShort || status === 401 || (status === 403 && this.#contentLength === null)) this.#mode = "whole";
    else this.#begin();
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#bytes += part.length;
    if (this.#keptBytes <= INSPECT_BYTES_MAX) {
      this.#kept.push(part);
      this.#keptBytes += part.length;
    }
    if (this.#mode === "whole") {
      if (this.#bytes <= this.#wholeBytesMax || this.#status === 401) return;
      // An answer of unannounced length is long: what was kept goes on as a stream.
      this.#begin();
      for (const kept of this.#kept) this.#pass(controller, kept);
      return;
    }
    this.#pass(controller, part);
  }

  onResponseEnd(): void {
    const body = this.#keptBytes > INSPECT_BYTES_MAX ? null : this.#wholeBody();
    if (this.#mode === "stream") {
      if (!this.#response.destroyed) this.#response.end(this.#scan.end());
      this.#finish(this.#answered(body));
      return;
    }
    const text = body ?? Buffer.alloc(0);
    if (this.#status === 401 || (this.#status === 403 && INVALID_KEY.test(text.toString("latin1")))) {
      this.#finish({ kind: "credential_rejected", status: this.#status });
      return;
    }
    const response = this.#response;
    if (!response.destroyed) {
      const clean = this.#scan.end(this.#rewrites() ? this.#rewritten(text) : text);
      const length = this.#hasNoBody() ? [] : ["content-length", String(clean.length)];
      response.writeHead(this.#status, this.#statusText, this.#lines(length));
      response.end(this.#hasNoBody() ? undefined : clean);
    }
    this.#finish(this.#answered(text));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#isWritten) {
      this.#finish(unsent(error));
      return;
    }
    const begun = this.#response.headersSent;
    // An answer that was begun and is cut off must not look whole.
    if (begun) this.#response.destroy();
    const why = this.#unusable ? "unusable" : isTimeout(error) ? "timeout" : "unreachable";
    this.#finish({ kind: "lost", why, begun });
  }

  #answered(body: Buffer | null): Sent {
    return { kind: "answered", answer: { status: this.#status, headers: this.#headers, body } };
  }

  #finish(sent: Sent): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#scan.found > 0) this.#options.onEcho(this.#options.hold);
    this.#options.onEnd(sent, this);
  }

  #begin(): void {
    this.#mode = "stream";
    const response = this.#response;
    if (response.destroyed) return;
    const isExact = this.#contentLength !== null && !this.#hasNoBody();
    const length = isExact ? ["content-length", String(this.#contentLength)] : [];
    response.writeHead(this.#status, this.#statusText, this.#lines(length));
    // An answer of unknown length may be events that come one by one; the agent should see that it began.
    if (!isExact) response.flushHeaders();
  }

  #pass(controller: Dispatcher.DispatchController, part: Buffer): void {
    const response = this.#response;
    const clean = this.#scan.pass(part);
    if (response.destroyed || clean.length === 0 || response.write(clean)) return;
    if (response.writableLength <= WAITING_BYTES_MAX) return;
    controller.pause();
    const resume = () => {
      response.off("drain", resume).off("close", resume);
      controller.resume();
    };
    response.on("drain", resume).on("close", resume);
  }

  #passable(headers: Record<string, string | string[] | undefined>): ReadonlyMap<string, string> {
    const { credential, key } = this.#options.hold.ready;
    const passable = new Map<string, string>();
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined || !key.vendor.answerHeaders.has(name)) continue;
      const text = typeof value === "string" ? value : value.join(", ");
      passable.set(name, withoutEcho(text, credential.needles()));
    }
    return passable;
  }

  #lines(first: readonly string[]): string[] {
    const lines = [...first, ...this.#options.ownLines];
    for (const [name, value] of this.#headers) {
      if (name !== "content-length") lines.push(name, value);
    }
    return lines;
  }

  #rewrites(): boolean {
    const { vendor } = this.#options.hold.ready.key;
    const type = this.#headers.get("content-type") ?? "";
    return vendor.rewriteAnswer !== undefined && type.startsWith("application/json");
  }

  #rewritten(text: Buffer): Buffer {
    const { hold, proxyUrl } = this.#options;
    const rewritten = hold.ready.key.vendor.rewriteAnswer?.(text.toString("utf8"), proxyUrl);
    return rewritten === undefined ? text : Buffer.from(rewritten);
  }

  #wholeBody(): Buffer {
    const [only] = this.#kept;
    return this.#kept.length === 1 && only !== undefined ? only : Buffer.concat(this.#kept, this.#keptBytes);
  }

  #hasNoBody(): boolean {
    return this.#status === 204 || this.#options.hold.ready.call.method === "HEAD";
  }
}

export function isTimeout(error: Error): boolean {
  return (
    "code" in error && (error.code === "UND_ERR_HEADERS_TIMEOUT" || error.code === "UND_ERR_BODY_TIMEOUT")
  );
}
