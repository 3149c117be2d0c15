import type { KeyRules, Refusal, StatelessVerdict } from "@keybrake/policy";

/** What an endpoint does to money; the vendor's table decides, `docs/vendors` explains each. */
export type EndpointClass =
  | "MONEY_IN"
  | "MONEY_IN_INDIRECT"
  | "MONEY_IN_DEFERRED"
  | "FUNDS_PULL"
  | "MONEY_OUT"
  | "MONEY_OUT_INDIRECT"
  | "MONEY_OUT_CREDIT"
  | "VENDOR_SPEND"
  | "VENDOR_FEE"
  | "MONEY_RELEASE"
  | "WRITE_OFF"
  | "DISCOUNT"
  | "PRICED_OBJECT"
  | "OBJECT_MONEY"
  | "BOOKKEEPING"
  | "CONTROL"
  | "DESTRUCTIVE"
  | "OBJECT"
  | "TEST_ONLY"
  | "READ";

/** One entry of a vendor's catalogue. `name` is what allowlists, audit rows and screens show. */
export interface Endpoint {
  /** `POST /v1/customers/{id}`: method and template; unique within the vendor. */
  readonly name: string;
  readonly method: string;
  /** Path with `{parameter}` for each variable segment. */
  readonly template: string;
  readonly class: EndpointClass;
  /** The SDK's name for it (`paymentIntents.create`), for the endpoint picker. */
  readonly label: string;
  /** Request body limit in bytes; 64 KiB unless the endpoint says more. */
  readonly bodyLimit: number;
}

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

export type PriceResult =
  | { readonly ok: true; readonly request: PricedRequest }
  | {
      readonly ok: false;
      readonly refusal: Refusal<StatelessVerdict>;
      readonly audit: PricedRequest["audit"];
    };

/** What the vendor answered, its body inspected up to a limit. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Null when the body was longer than the inspection limit or did not arrive whole. */
  readonly body: Buffer | null;
}

/**
 * What a call came to. The proxy itself says `unknown` when no answer came; a vendor says it of an answer that leaves
 * open whether money moved (a 5xx, a success whose body did not arrive whole), and the whole hold then stays.
 */
export interface Outcome {
  readonly state: "settled" | "released" | "accrued" | "unknown";
  /**
   * Micro-dollars counted against the caps from now on: spent when settled, still held when accrued, 0n when
   * released, unknown or replayed. The object's total where the call continues one; the ledger takes the difference.
   */
  readonly costMicros: bigint;
  /** What the answer said it cost, before any bound by the hold; null when it said nothing. */
  readonly parsedMicros: bigint | null;
  readonly transactionId: string | null;
  readonly vendorRequestId: string | null;
  /** The vendor repeated an earlier answer: this attempt moved nothing itself, all else tells of the first one. */
  readonly replayed: boolean;
  /** The object whose money this answer tells, if the endpoint creates or continues one. */
  readonly object: ObjectOutcome | null;
}

export interface ObjectOutcome {
  readonly id: string;
  readonly totalMicros: bigint;
  /** `open` can still change, `closed` is final, `canceled` gives back what was counted. */
  readonly status: "open" | "closed" | "canceled";
}

/** An answer of the proxy's own, in the vendor's error shape. */
export interface DenialAnswer {
  readonly status: number;
  /** HTTP/1.1 reason phrase: some SDKs show nothing else. */
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the proxy has to say itself: a denial, or a fault that is nobody's policy. */
export interface DenialInput {
  readonly status: number;
  /** The verdict, or `invalid_key`, `ledger_unreachable`, `vendor_unreachable`, `vendor_timeout`, `overloaded`. */
  readonly code: string;
  readonly message: string;
}

/** The secret fields of a credential, as opened by the proxy. */
export type CredentialSecret = Readonly<Record<string, string>>;

export type CredentialMode = "live" | "test" | "sandbox";

/** A part of a vendor's secret as a form asks for it; what may stand in it, `readCredential` judges. */
export interface SecretField {
  /** As `readCredential` takes it. */
  readonly name: string;
  readonly label: string;
  /** What it begins with or looks like; nothing that could be taken for a secret. */
  readonly placeholder: string;
  /** Where to find it at the vendor, and which kind is the safer one. */
  readonly description: string;
}

/** Where a vault key may stand in a request; exactly one of them, and one that fits the key's vendor. */
export type KeyPlace = "bearer" | "basic-user" | "basic-password" | "x-shopify-access-token";

/** Everything Keybrake knows of one vendor. Adding a vendor is adding one folder and one line in the registry. */
export interface Vendor {
  readonly name: string;
  readonly title: string;
  /**
   * Of its API, such as `https://api.stripe.com`. Credentials are sealed to it, so that a credential of another origin
   * does not open; changing it makes every stored credential of the vendor unusable.
   */
  readonly origin: string;
  readonly keyPlaces: readonly KeyPlace[];
  readonly catalogue: readonly Endpoint[];
  /** The proxy gives up later than the vendor's SDK does, so that it never gives up first on a charge. */
  readonly timeoutMs: number;
  /**
   * True where products on several hosts share paths (Twilio): one origin that stands in for all of them (a sandbox,
   * an override) gets the host as first path segment.
   */
  readonly hostInPath?: boolean;
  /** Header by which the vendor tells retries of a POST; the proxy adds the call id where the caller sent none. */
  readonly idempotencyHeader?: string;
  /** Finds the one endpoint that a canonical method and path name; literals beat parameters. */
  match(method: string, path: string): Endpoint | undefined;
  /** Upper bound and rebuilt request, or a refusal. Pure: no clock, no network. */
  price(endpoint: Endpoint, request: VendorRequest, rules: KeyRules): PriceResult;
  /** Header lines that carry the real credential. */
  attach(secret: CredentialSecret): ReadonlyArray<readonly [name: string, value: string]>;
  /** Reads cost, transaction id and state from a complete answer to `request`. */
  settle(request: PricedRequest, answer: VendorAnswer, rules: KeyRules): Outcome;
  deny(input: DenialInput): DenialAnswer;
  /** Response headers that may pass back to the agent, lower-case. */
  readonly answerHeaders: ReadonlySet<string>;
  readonly secretFields: readonly SecretField[];
  /** Checks the shape of a credential's secret and reads what may be shown of it. */
  readCredential(secret: unknown): CredentialCheck;
  /** A made-up secret for a sandbox credential. */
  sandboxSecret(random: string): CredentialSecret;
}

export type CredentialCheck =
  | {
      readonly ok: true;
      readonly secret: CredentialSecret;
      readonly mode: CredentialMode;
      readonly restricted: boolean | null;
      readonly last4: string;
    }
  | { readonly ok: false; readonly path: string; readonly message: string };
