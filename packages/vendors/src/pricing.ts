import type { KeyRules, Refusal, StatelessVerdict } from "@keybrake/policy";
import type { Endpoint } from "./endpoint.ts";
import type { VendorAnswer } from "./outcome.ts";

/** A request whose framing and target passed the proxy's checks: canonical path, unique header names. */
export interface VendorRequest {
  readonly method: string;
  /** Without the vendor prefix; canonical, exactly as it came in. */
  readonly path: string;
  /** Raw query string without `?`; empty when there is none. */
  readonly query: string;
  /** Lower-case names, null prototype semantics (a Map); hop-by-hop and credential headers already gone. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** How a call's money was reckoned; kept in the audit row's `request`, so that settle can repeat it. */
export interface PriceBasis {
  readonly currency: string;
  /** In the currency's minor unit, as the vendor counts. */
  readonly amountMinor: bigint;
  /** Micro-dollars per major unit. */
  readonly rateMicros: bigint;
  readonly marginBps: number;
}

/** A vendor object whose money is counted once over several calls (a Stripe payment intent). */
export interface ObjectPrice {
  readonly id: string;
  /** What the object will have cost in all after this call, so that only the difference is held. */
  readonly totalMicros: bigint;
}

/** A request that may be sent once the ledger holds its price. */
export interface PricedRequest {
  readonly endpoint: Endpoint;
  /** Upper bound in micro-dollars; 0n for calls that move no money. */
  readonly priceMicros: bigint;
  readonly basis: PriceBasis | null;
  /** Set where the endpoint continues an object already counted; `priceMicros` is then its total. */
  readonly continues: ObjectPrice | null;
  /** Attaches retries: the caller's own idempotency key, null where the vendor honours none here. */
  readonly idempotencyKey: string | null;
  /** What the vendor keeps idempotency keys apart by (Stripe: the connected account); empty where there is nothing. */
  readonly idempotencyScope: string;
  /** Price-relevant fields and query names for the audit row: no secrets, 4 KiB at most as JSON. */
  readonly audit: Readonly<Record<string, string | number | boolean>>;
  /** What will be sent, rebuilt from parsed values. */
  readonly outgoing: OutgoingRequest;
}

export interface OutgoingRequest {
  readonly origin: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Lower-case names, in the order to send; no credential, no host, no length: the proxy adds those. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly body: Buffer | null;
}

/** What the price depends on beside the request. */
export interface PriceContext {
  readonly rules: KeyRules;
  /** Whose credential will be used, as the vendor names it (a Twilio account SID); null where it names nobody. */
  readonly account: string | null;
  readonly prices: PriceBook;
}

/** What one of each item costs, in micro-dollars, where the vendor takes a fee and the request names no amount. */
export type PriceBook = ReadonlyMap<string, bigint>;

export type PriceResult = { readonly ok: true; readonly request: PricedRequest } | PriceRefusal | Question;

export interface PriceRefusal {
  readonly ok: false;
  readonly refusal: Refusal<StatelessVerdict>;
  readonly audit: PricedRequest["audit"];
}

/** What the call costs does not stand in the request; the vendor is asked first, with the real credential. */
export interface Question {
  readonly ok: "ask";
  readonly lookUp: LookUp;
  /** What is known of the call so far. */
  readonly audit: PricedRequest["audit"];
  /**
   * Goes on with what the vendor answered; null when it did not answer. What is asked again counts against the few
   * look-ups that one call may make.
   */
  resume(answer: VendorAnswer | null): PriceResult;
}

/** A request of Keybrake's own, which moves nothing. It gets a row of its own, under the call that it is for. */
export interface LookUp {
  readonly endpoint: Endpoint;
  readonly outgoing: OutgoingRequest;
}
