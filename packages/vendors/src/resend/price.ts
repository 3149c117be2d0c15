import { type KeyRules, largestMicros, type Refusal, type StatelessVerdict } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import type { PriceBook, PriceContext, PricedRequest, PriceResult, VendorRequest } from "../pricing.ts";
import { type Audit, auditRequest } from "./audit.ts";
import { honoursIdempotencyKey, outgoingRequest, takesBatchValidation } from "./outgoing.ts";
import { costOf } from "./pricing/rules.ts";
import { readRequest } from "./request.ts";

/** The item of the price book: one recipient of one email. */
export const emailItem = "email";

/** Visible ASCII; Resend takes up to 256 characters. */
const idempotencyKeyShape = /^[\x21-\x7e]{1,256}$/;

/** Upper bound of what a request can cost, and the request as it will be sent; or why it is refused. */
export function price(endpoint: Endpoint, request: VendorRequest, context: PriceContext): PriceResult {
  const reading = readRequest(endpoint, request);
  if (!reading.ok) {
    const audit = auditRequest(request, { json: undefined, queryTree: new Map() });
    return { ok: false, refusal: reading.refusal, audit };
  }
  const { read } = reading;
  const audit = auditRequest(request, read);
  const refusal = refuseHeaders(endpoint, request);
  if (refusal !== null) return { ok: false, refusal, audit };
  const reckoned = reckon(endpoint, read.json, context);
  if (!reckoned.ok) return { ok: false, refusal: reckoned.refusal, audit: { ...audit, ...reckoned.audit } };
  return {
    ok: true,
    request: {
      endpoint,
      priceMicros: reckoned.micros,
      basis: null,
      continues: null,
      ...idempotencyOf(endpoint, request),
      audit: { ...audit, ...reckoned.audit },
      outgoing: outgoingRequest(endpoint, request, read),
    },
  };
}

function refuseHeaders(endpoint: Endpoint, { headers }: VendorRequest): Refusal<"denied_request"> | null {
  const key = headers.get("idempotency-key");
  if (endpoint.method === "POST" && key !== undefined && !idempotencyKeyShape.test(key)) {
    return {
      verdict: "denied_request",
      message: "An Idempotency-Key is 1 to 256 visible ASCII characters.",
    };
  }
  const validation = headers.get("x-batch-validation");
  if (
    takesBatchValidation(endpoint) &&
    validation !== undefined &&
    !["strict", "permissive"].includes(validation)
  ) {
    return { verdict: "denied_request", message: "x-batch-validation is strict or permissive." };
  }
  return null;
}

/** The same key with another validation may be another request to Resend, so its retries are kept apart. */
function idempotencyOf(
  endpoint: Endpoint,
  { headers }: VendorRequest,
): Pick<PricedRequest, "idempotencyKey" | "idempotencyScope"> {
  if (!honoursIdempotencyKey(endpoint)) return { idempotencyKey: null, idempotencyScope: "" };
  return {
    idempotencyKey: headers.get("idempotency-key") ?? null,
    idempotencyScope: headers.get("x-batch-validation") === "permissive" ? "permissive" : "",
  };
}

type Reckoned =
  | { readonly ok: true; readonly micros: bigint; readonly audit: Audit }
  | { readonly ok: false; readonly refusal: Refusal<StatelessVerdict>; readonly audit: Audit };

const refused = (verdict: StatelessVerdict, message: string, audit: Audit = {}): Reckoned => ({
  ok: false,
  refusal: { verdict, message },
  audit,
});

function reckon(endpoint: Endpoint, body: unknown, { rules, prices }: PriceContext): Reckoned {
  const cost = costOf(endpoint, body);
  switch (cost.is) {
    case "free":
      return { ok: true, micros: 0n, audit: {} };
    case "recipients":
      return byRecipients(cost.each, prices);
    case "malformed":
      return refused("denied_request", cost.why);
    case "unknown":
      return assumed(cost.why, rules);
    default:
      return cost satisfies never;
  }
}

function byRecipients(each: readonly number[], prices: PriceBook): Reckoned {
  const recipients = each.reduce((sum, count) => sum + count, 0);
  const counts = { emails: each.length, recipients };
  const one = prices.get(emailItem);
  if (one === undefined) {
    return refused("denied_cost_unknown", "The price book has no price for an email.", counts);
  }
  const micros = BigInt(recipients) * one;
  if (micros > largestMicros) {
    return refused("denied_request", "The call would cost more than a billion US dollars.", counts);
  }
  return {
    ok: true,
    micros,
    audit: { price_basis: "recipients", ...counts, micros_each: String(one) },
  };
}

function assumed(why: string, { assumedCallMicros }: KeyRules): Reckoned {
  if (assumedCallMicros !== null) {
    return { ok: true, micros: assumedCallMicros, audit: { price_basis: "assumed" } };
  }
  return refused(
    "denied_cost_unknown",
    `${why} Keybrake sends no call whose cost it cannot bound; a key issued with assumed_call_usd would hold that instead.`,
  );
}
