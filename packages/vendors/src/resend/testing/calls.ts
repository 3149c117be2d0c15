import type { KeyRules } from "@keybrake/policy";
import type { PricedRequest, PriceResult, VendorRequest } from "../../pricing.ts";
import { matchEndpoint } from "../endpoints.ts";
import { price } from "../price.ts";

export const rules: KeyRules = {
  allowedEndpoints: ["POST /emails"],
  assumedCallMicros: null,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: 1_000_000n },
  marginBps: 500,
};

export const shippedPrices: ReadonlyMap<string, bigint> = new Map([["email", 900n]]);

interface Call {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rules?: Partial<KeyRules>;
  readonly prices?: ReadonlyMap<string, bigint>;
}

/** What stands in a body: its text as it is, or a value that becomes JSON. */
type Body = string | Buffer | object | undefined;

function bytesOf(body: Body): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(Buffer.isBuffer(body) || typeof body === "string" ? body : JSON.stringify(body));
}

export function priceCall(
  line: string,
  body?: Body,
  { query = "", headers, ...call }: Call = {},
): PriceResult {
  const [method = "", path = ""] = line.split(" ");
  const endpoint = matchEndpoint(method, path);
  if (endpoint === undefined) throw new Error(`${line} matches no endpoint`);
  const request: VendorRequest = {
    method,
    path,
    query,
    // The SDK for Node says that it sends JSON even where it sends nothing.
    headers: new Map(Object.entries({ "content-type": "application/json", ...headers })),
    body: bytesOf(body),
  };
  const { prices = shippedPrices } = call;
  return price(endpoint, request, { rules: { ...rules, ...call.rules }, account: null, prices });
}

export function mustPrice(line: string, body?: Body, call?: Call): PricedRequest {
  const result = priceCall(line, body, call);
  if (result.ok === true) return result.request;
  throw new Error(result.ok === "ask" ? "asks" : `refused: ${result.refusal.message}`);
}

/** The verdict and its own status where it has one; or the price when it was not refused. */
export function verdictOf(line: string, body?: Body, call?: Call): string {
  const result = priceCall(line, body, call);
  if (result.ok === true) return `allowed ${result.request.priceMicros}`;
  if (result.ok === "ask") return "asks";
  const { verdict, status } = result.refusal;
  return status === undefined ? verdict : `${verdict} ${status}`;
}

export function messageOf(line: string, body?: Body, call?: Call): string {
  const result = priceCall(line, body, call);
  return result.ok === false ? result.refusal.message : "";
}
