import type { Dispatcher } from "undici";
import { isTimeout, type Sent, unsent } from "./exchange.ts";

/** A look-up answers with one object or one page of a list. */
const ANSWER_BYTES_MAX = 1_048_576;

export interface InquiryOptions {
  /** Runs where a connected socket is about to be written; what it throws leaves it unwritten. */
  readonly beforeWriting: () => void;
  readonly onEnd: (sent: Sent) => void;
}

/** One question to a vendor and its whole answer, which no agent sees. */
export class Inquiry implements Dispatcher.DispatchHandler {
  readonly #options: InquiryOptions;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  #isWritten = false;
  #isUnusable = false;
  #status = 0;
  #headers: ReadonlyMap<string, string> = new Map();

  constructor(options: InquiryOptions) {
    this.#options = options;
  }

  onRequestStart(): void {
    this.#options.beforeWriting();
    this.#isWritten = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = new Map(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, typeof value === "string" ? value : value.join(", ")] as const],
      ),
    );
    const isRedirect = status >= 300 && status < 400;
    if (!isRedirect && (this.#headers.get("content-encoding") ?? "identity") === "identity") return;
    this.#isUnusable = true;
    controller.abort(new Error("the vendor's answer cannot be read"));
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes <= ANSWER_BYTES_MAX) this.#parts.push(part);
    else {
      this.#isUnusable = true;
      controller.abort(new Error("the vendor's answer is too long for a look-up"));
    }
  }

  onResponseEnd(): void {
    const status = this.#status;
    const body = Buffer.concat(this.#parts, this.#bytes);
    this.#options.onEnd(
      status === 401
        ? { kind: "credential_rejected", status }
        : { kind: "answered", answer: { status, headers: this.#headers, body } },
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#options.onEnd(this.#isWritten ? this.#lost(error) : unsent(error));
  }

  #lost(error: Error): Sent {
    const why = this.#isUnusable ? "unusable" : isTimeout(error) ? "timeout" : "unreachable";
    return { kind: "lost", why, begun: false };
  }
}
