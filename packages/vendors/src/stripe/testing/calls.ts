import type { KeyRules } from "@keybrake/policy";
import type { VendorAnswer } from "../../outcome.ts";
import type { LookUp, PricedRequest, PriceResult, VendorRequest } from "../../pricing.ts";
import { matchEndpoint } from "../endpoints.ts";
import { price } from "../price.ts";

export const rules: KeyRules = {
  allowedEndpoints: ["POST /v1/payment_intents"],
  assumedCallMicros: null,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: 1_000_000n, eur: 1_080_000n, jpy: 6_700n, kwd: 3_260_000n, isk: 7_200n },
  marginBps: 500,
};

interface Call {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rules?: Partial<KeyRules>;
  /** Answers look-ups; without it, the question itself is the result. */
  readonly vendor?: (lookUp: LookUp) => VendorAnswer | null;
}

/** What Stripe answers, with 200 and this object or with a status of its own. */
export const answered = (object: unknown, status = 200): VendorAnswer => ({
  status,
  headers: new Map(),
  body: Buffer.from(typeof object === "string" ? object : JSON.stringify(object)),
});

/** Answers look-ups from a table by method and target; what is not in it is not found. */
export const knowing =
  (objects: Readonly<Record<string, unknown>>) =>
  ({ outgoing }: LookUp): VendorAnswer => {
    const name = `${outgoing.method} ${outgoing.target}`;
    return name in objects
      ? answered(objects[name])
      : answered({ error: { type: "invalid_request_error" } }, 404);
  };

/** Prices `POST /v1/charges` and a body, in the content type that its version of the API takes. */
export function priceCall(
  line: string,
  body: string | Buffer = "",
  { query = "", headers, vendor, ...call }: Call = {},
): PriceResult {
  const [method = "", path = ""] = line.split(" ");
  const endpoint = matchEndpoint(method, path);
  if (endpoint === undefined) throw new Error(`${line} matches no endpoint`);
  const contentType = path.startsWith("/v2/") ? "application/json" : "application/x-www-form-urlencoded";
  const request: VendorRequest = {
    method,
    path,
    query,
    headers: new Map(Object.entries({ ...(body.length > 0 && { "content-type": contentType }), ...headers })),
    body: Buffer.from(body),
  };
  const context = { rules: { ...rules, ...call.rules }, account: null, prices: new Map() };
  let result = price(endpoint, request, context);
  while (vendor !== undefined && result.ok === "ask") result = result.resume(vendor(result.lookUp));
  return result;
}

export function mustPrice(line: string, body?: string, call?: Call): PricedRequest {
  const result = priceCall(line, body, call);
  if (result.ok === true) return result.request;
  throw new Error(
    result.ok === "ask" ? `asks ${result.lookUp.endpoint.name}` : `refused: ${result.refusal.message}`,
  );
}

/** The verdict, its own status where it has one, and the sentence; or the price when it was not refused. */
export function verdictOf(line: string, body?: string | Buffer, call?: Call): string {
  const result = priceCall(line, body, call);
  if (result.ok === true) return `allowed ${result.request.priceMicros}`;
  if (result.ok === "ask") return `asks ${result.lookUp.endpoint.name}`;
  return [
    result.refusal.verdict,
    ...(result.refusal.status === undefined ? [] : [result.refusal.status]),
  ].join(" ");
}
