import {
  convertToMicros,
  type KeyRules,
  largestMicros,
  type Refusal,
  type StatelessVerdict,
} from "@keybrake/policy";
import { pathParameters } from "../catalogue.ts";
import type { Endpoint } from "../endpoint.ts";
import type { ObjectPrice, PriceBasis, PriceContext, PriceResult, VendorRequest } from "../pricing.ts";
import { forbiddenAccount } from "./accounts.ts";
import { type Audit, auditRequest, shown } from "./audit.ts";
import { currencyExponent } from "./currency.ts";
import { honoursIdempotencyKey, lookUpRequest, outgoingRequest } from "./outgoing.ts";
import { parametersOf, unknownField } from "./parameters.ts";
import type { Cost, Money } from "./pricing/cost.ts";
import { costOf } from "./pricing/rules.ts";
import { type ReadRequest, readRequest } from "./request.ts";

/** Visible ASCII, which is what Stripe documents (https://docs.stripe.com/api/idempotent_requests). */
const idempotencyKeyShape = /^[\x21-\x7e]{1,255}$/;

/** Endpoints that go on with the object in their path, so that only what they add to it is held. */
const continuing = new Set([
  "POST /v1/payment_intents/{id}",
  "POST /v1/payment_intents/{id}/apply_customer_balance",
  "POST /v1/payment_intents/{id}/capture",
  "POST /v1/payment_intents/{id}/confirm",
  "POST /v1/payment_intents/{id}/increment_authorization",
  "POST /v1/charges/{id}/capture",
  "POST /v1/invoices/{id}/finalize",
  "POST /v1/invoices/{id}/pay",
  "POST /v1/invoices/{id}/send",
]);

const unread = { parameters: new Map(), queryTree: new Map() };

/** Upper bound of what a request can cost, and the request as it will be sent; why it is refused; or what to ask first. */
export function price(endpoint: Endpoint, request: VendorRequest, { rules }: PriceContext): PriceResult {
  const reading = readRequest(endpoint, request);
  if (!reading.ok)
    return { ok: false, refusal: reading.refusal, audit: auditRequest({ request, ...unread }) };
  const { read } = reading;
  const audit = auditRequest({ request, ...read });
  const idempotencyKey = honoursIdempotencyKey(endpoint)
    ? (request.headers.get("idempotency-key") ?? null)
    : null;

  const refusal =
    refuseForm(endpoint, read, idempotencyKey) ?? refuseAccount(endpoint, request, { read, rules });
  if (refusal !== null) return { ok: false, refusal, audit };
  const cost = costOf(endpoint, read.parameters, pathParameters(endpoint, request.path));
  return judge({ endpoint, request, rules, read, audit, idempotencyKey }, cost, "request");
}

interface Judged {
  readonly endpoint: Endpoint;
  readonly request: VendorRequest;
  readonly rules: KeyRules;
  readonly read: ReadRequest;
  readonly audit: Record<string, string>;
  readonly idempotencyKey: string | null;
}

/** @param source where the cost was found */
function judge(judged: Judged, cost: Cost, source: "request" | "look_up"): PriceResult {
  const { endpoint, request, read, audit, idempotencyKey } = judged;
  if (cost.is === "ask") {
    return {
      ok: "ask",
      lookUp: lookUpRequest(cost.inquiry, request.headers),
      audit,
      resume: (answer) => judge(judged, cost.inquiry.read(answer), "look_up"),
    };
  }
  const priced = reckon(cost, judged.rules, source);
  if ("verdict" in priced) return { ok: false, refusal: priced, audit };
  return {
    ok: true,
    request: {
      endpoint,
      priceMicros: priced.micros,
      basis: priced.basis,
      continues: continued(endpoint, request.path, priced),
      idempotencyKey,
      idempotencyScope: accountOf(request),
      audit: { ...audit, ...priced.audit },
      outgoing: outgoingRequest(endpoint, request, { read, idempotencyKey }),
    },
  };
}

type AnyRefusal = Refusal<StatelessVerdict>;

const refused = (verdict: StatelessVerdict, message: string): AnyRefusal => ({ verdict, message });

/** The same key in another account is another request to Stripe. */
function accountOf({ headers }: VendorRequest): string {
  return `${headers.get("stripe-account") ?? ""} ${headers.get("stripe-context") ?? ""}`.trim();
}

/** What Stripe might read in another way than we do: fields we do not know, keys we cannot repeat. */
function refuseForm(endpoint: Endpoint, read: ReadRequest, idempotencyKey: string | null): AnyRefusal | null {
  if (idempotencyKey !== null && !idempotencyKeyShape.test(idempotencyKey)) {
    return refused("denied_request", "An Idempotency-Key is 1 to 255 visible ASCII characters.");
  }
  const fields = parametersOf(endpoint.name);
  const field = fields === undefined ? null : unknownField(read.parameters, fields);
  if (field === null) return null;
  return refused(
    "denied_request",
    `${endpoint.name} takes no field "${shown(field)}" of this shape. On endpoints that cost money, fields that Keybrake does not know are refused.`,
  );
}

function refuseAccount(
  endpoint: Endpoint,
  request: VendorRequest,
  { read, rules }: { read: ReadRequest; rules: KeyRules },
): AnyRefusal | null {
  const account = forbiddenAccount({ endpoint, request, parameters: read.parameters }, rules.stripeAccounts);
  if (account === null) return null;
  return refused(
    "denied_account",
    `This key may not act on or pay the Stripe account "${shown(account)}". Issue a key with that account in stripe_accounts.`,
  );
}

interface Reckoned {
  readonly micros: bigint;
  readonly basis: PriceBasis | null;
  readonly audit: Audit;
}

function reckon(
  cost: Exclude<Cost, { is: "ask" }>,
  rules: KeyRules,
  source: "request" | "look_up",
): Reckoned | AnyRefusal {
  switch (cost.is) {
    case "free":
      return { micros: 0n, basis: null, audit: {} };
    case "money":
      return convert(cost.money, rules, source);
    case "malformed":
      return refused("denied_request", cost.why);
    case "unknown":
      if (rules.assumedCallMicros !== null) {
        return { micros: rules.assumedCallMicros, basis: null, audit: { price_basis: "assumed" } };
      }
      return refused(
        "denied_cost_unknown",
        `${cost.why} Keybrake sends no call whose cost it cannot bound; a key issued with assumed_call_usd would hold that instead.`,
      );
    default:
      return cost satisfies never;
  }
}

function convert(
  { amountMinor, currency }: Money,
  rules: KeyRules,
  source: "request" | "look_up",
): Reckoned | AnyRefusal {
  if (rules.currencies !== null && !rules.currencies.includes(currency)) {
    return refused("denied_currency", `This key was not issued for charges in ${currency}.`);
  }
  const rateMicros = Object.hasOwn(rules.rates, currency) ? rules.rates[currency] : undefined;
  if (rateMicros === undefined || rateMicros === 0n) {
    return refused(
      "denied_currency",
      `This key has no exchange rate for ${currency}, so its caps cannot count it.`,
    );
  }
  const basis = { currency, amountMinor, rateMicros, marginBps: currency === "usd" ? 0 : rules.marginBps };
  const micros = convertToMicros({ ...basis, exponent: currencyExponent(currency) });
  if (micros > largestMicros)
    return refused("denied_request", "The amount is more than a billion US dollars.");
  return { micros, basis, audit: { price_basis: source, amount: String(amountMinor), currency } };
}

function continued(endpoint: Endpoint, path: string, { micros, basis }: Reckoned): ObjectPrice | null {
  if (!continuing.has(endpoint.name) || (micros === 0n && basis === null)) return null;
  const [id] = pathParameters(endpoint, path);
  return id === undefined ? null : { id, totalMicros: micros };
}
