import type { IncomingHttpHeaders } from "node:http";
import type { Fault, RefusalFault } from "./sandbox/faults.ts";

/** A request as it arrived at a sandbox vendor; the `/<vendor>` prefix is taken off, nothing else is touched. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  /** Raw query string without `?`; empty when there is none. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Money that a request moved at the vendor: `in` to the account (a charge, a top-up), `out` of it (a refund, a
 * transfer, a payout, a fee), or `back` (an earlier movement undone: a reversal, a cancelled payout).
 */
export interface Movement {
  readonly direction: "in" | "out" | "back";
  /** ISO 4217, lower case. */
  readonly currency: string;
  /** Millionths of the currency's major unit. */
  readonly micros: bigint;
}

/** What the vendor itself read in a request, for the witness log. */
export interface RequestNote {
  readonly idempotencyKey: string | null;
  /** As the vendor decoded it, in the currency's minor unit; null when absent or not an integer. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

export interface SandboxAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The vendor's own id for this request, as it stands in the answer's headers. */
  readonly requestId: string;
  readonly objectId: string | null;
  /** The vendor carried the operation out, whatever came of it; false for refusals, replays and injected faults. */
  readonly executed: boolean;
  readonly replayed: boolean;
  readonly movements: readonly Movement[];
}

/** A request that the vendor accepted and has not carried out yet; the first of the three to be called ends it. */
export interface Execution {
  run(): SandboxAnswer;
  /** The vendor's own refusal of that kind: nothing is carried out, unless `run` came first. */
  refuse(fault: RefusalFault): SandboxAnswer;
  /** Ends it as if the request had never arrived: its idempotency key is free again. */
  abandon(): void;
}

export type Reception =
  | { readonly kind: "refused" | "replayed"; readonly note: RequestNote; readonly answer: SandboxAnswer }
  | {
      readonly kind: "accepted";
      readonly note: RequestNote;
      /** The fault that the request asked for by a magic value of its own. */
      readonly asked: Fault | null;
      readonly execution: Execution;
    };

/**
 * A stand-in for one vendor: stateful, in memory, an independent witness of what arrived. It shares no parser and no
 * price with the connector of the same vendor, so that a mistake of the one cannot hide in the other.
 */
export interface SandboxVendor {
  readonly name: string;
  /** The secret that the request carries, where this vendor looks for it; null when there is none. */
  credential(headers: IncomingHttpHeaders): string | null;
  receive(request: SandboxRequest): Reception;
  /** Forgets every account, object and idempotency key. */
  reset(): void;
}
