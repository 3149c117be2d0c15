import type { KeyRules } from "@keybrake/policy";
import type { PricedRequest, PriceResult, VendorRequest } from "../../vendor.ts";
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
}

/** Prices `POST /v1/charges` and a body, in the content type that its version of the API takes. */
export function priceCall(
  line: string,
  body: string | Buffer = "",
  { query = "", headers, ...call }: Call = {},
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
  return price(endpoint, request, { ...rules, ...call.rules });
}

export function mustPrice(line: string, body?: string, call?: Call): PricedRequest {
  const result = priceCall(line, body, call);
  if (!result.ok) throw new Error(`refused: ${result.refusal.verdict} ${result.refusal.message}`);
  return result.request;
}

/** The verdict, its own status where it has one, and the sentence; or the price when it was not refused. */
export function verdictOf(line: string, body?: string | Buffer, call?: Call): string {
  const result = priceCall(line, body, call);
  if (result.ok) return `allowed ${result.request.priceMicros}`;
  return [
    result.refusal.verdict,
    ...(result.refusal.status === undefined ? [] : [result.refusal.status]),
  ].join(" ");
}
