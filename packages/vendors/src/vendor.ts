import type { CustomVendor, KeyRules } from "@keybrake/policy";
import type { ClientSnippet } from "./client.ts";
import type { CredentialCheck, CredentialSecret, KeyPlace, SecretField } from "./credential.ts";
import type { DenialAnswer, DenialInput } from "./denial.ts";
import type { DocumentResult } from "./document.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Outcome, VendorAnswer } from "./outcome.ts";
import type { LookUp, PriceContext, PricedRequest, PriceResult, VendorRequest } from "./pricing.ts";

export interface Reconciler {
  /** How old a call may get before it is left to a person, in milliseconds; three days unless the vendor needs longer. */
  readonly givenUpAfterMs?: number;
  /** How to ask about a call; null where the vendor cannot be asked about it. */
  lookUp(call: OpenCall): LookUp | null;
  /** What the answer says; null while the vendor itself does not know yet. */
  read(call: OpenCall, answer: VendorAnswer): Outcome | null;
}

/** A call that is accrued or unknown, from its audit row. */
export interface OpenCall {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly state: "accrued" | "unknown";
  /** What counts against the caps now, in micro-dollars. */
  readonly countedMicros: bigint;
  readonly transactionId: string | null;
  /** As `PricedRequest.audit`, with the basis. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly account: string | null;
  readonly calledAt: Date;
}

/** An entry of a vendor's price book, as it is shipped and as a person edits it. */
export interface PriceItem {
  /** `sms:US`: unique within the vendor. */
  readonly item: string;
  readonly title: string;
  readonly micros: bigint;
}

/** How a vendor's own price list becomes items, where it tells each account its prices by country. */
export interface PriceRefresh {
  /** Whose prices can be asked for: ISO 3166-1, two letters. */
  readonly countries: readonly string[];
  /** What to ask about one of them; each answer is read by itself. */
  lookUps(country: string): readonly LookUp[];
  /** The items that an answer tells, none where nothing is sold there; null when it tells nothing that can be used. */
  read(lookUp: LookUp, answer: VendorAnswer): readonly PriceItem[] | null;
}

/** Everything Keybrake knows of one vendor. Adding a vendor is adding one folder and one line in the registry. */
export interface Vendor {
  readonly name: string;
  readonly title: string;
  /**
   * Of its API, such as `https://api.stripe.com`. Credentials are sealed to it, so that a credential of another origin
   * does not open; changing it makes every stored credential of the vendor unusable.
   */
  readonly origin: string;
  /** How the secret goes into a request, where an organization says so: credentials are sealed to it like to the origin. */
  readonly attachment?: string;
  /**
   * Set where an organization defined the vendor: it is called by its prefix only, has no sandbox, and the address that
   * its name leads to is looked at before each connection.
   */
  readonly definition?: CustomVendor;
  readonly keyPlaces: readonly KeyPlace[];
  /** Where `keyPlaces` has `header`: its name in lower case. */
  readonly keyHeader?: string;
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
  /**
   * Reads what the operations of a body are, where one endpoint takes them all (GraphQL). The vendor's `match` answers
   * such an endpoint with the class DOCUMENT, which is on no allowlist: the operations are.
   */
  readDocument?(endpoint: Endpoint, request: VendorRequest): DocumentResult;
  /** Upper bound and rebuilt request, or a refusal, or what to ask first. Pure: no clock, no network. */
  price(endpoint: Endpoint, request: VendorRequest, context: PriceContext): PriceResult;
  /** Header lines that carry the real credential. */
  attach(secret: CredentialSecret): ReadonlyArray<readonly [name: string, value: string]>;
  /** Reads cost, transaction id and state from a complete answer to `request`. */
  settle(request: PricedRequest, answer: VendorAnswer, rules: KeyRules): Outcome;
  deny(input: DenialInput): DenialAnswer;
  /**
   * Turns the vendor's absolute links in an answer into the proxy's, where its SDK follows them: they would lead past
   * the proxy, and take the vault key along. Only for whole JSON answers that are short enough to be inspected.
   * @param proxyUrl as agents reach the proxy, without a slash at the end
   */
  rewriteAnswer?(body: string, proxyUrl: string): string;
  /** Asks the vendor later what a call came to, where its answer did not say or did not come. */
  readonly reconciler?: Reconciler;
  /** Response headers that may pass back to the agent, lower-case. */
  readonly answerHeaders: ReadonlySet<string>;
  /**
   * How its SDKs are pointed at the proxy, as shown with a new key.
   * @param proxyUrl as agents reach the proxy, without a slash at the end
   */
  clients(proxyUrl: string): readonly ClientSnippet[];
  readonly secretFields: readonly SecretField[];
  /** Checks the shape of a credential's secret and reads what may be shown of it. */
  readCredential(secret: unknown): CredentialCheck;
  /** What its items cost unless the organization says otherwise; absent where requests name their amounts. */
  readonly priceItems?: readonly PriceItem[];
  /** Fetches them with the credential, where the vendor can be asked. */
  readonly priceRefresh?: PriceRefresh;
  /** A made-up secret for a sandbox credential. */
  sandboxSecret(random: string): CredentialSecret;
}
