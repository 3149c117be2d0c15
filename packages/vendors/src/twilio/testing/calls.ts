import type { KeyRules } from "@keybrake/policy";
import type { PriceContext, PricedRequest, PriceResult, VendorRequest } from "../../pricing.ts";
import { matchEndpoint, takesJson } from "../endpoints.ts";
import { price } from "../price.ts";
import { priceItems } from "../price-items.ts";

export const account = `AC${"0123456789abcdef".repeat(2)}`;
export const subaccount = `AC${"fedcba9876543210".repeat(2)}`;
export const messages = `POST /2010-04-01/Accounts/${account}/Messages.json`;
export const calls = `POST /2010-04-01/Accounts/${account}/Calls.json`;
export const sid = (prefix: string): string => prefix + "a1".repeat(16);

const rules: KeyRules = {
  allowedEndpoints: ["POST /2010-04-01/Accounts/{id}/Messages.json"],
  assumedCallMicros: null,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: 1_000_000n },
  marginBps: 500,
};

/** A few round prices, so that a test's figures can be followed by eye. */
export const roundPrices = new Map<string, bigint>([
  ["sms:US", 10_000n],
  ["sms:GB", 40_000n],
  ["mms:US", 30_000n],
  ["whatsapp:GB", 70_000n],
  ["call:US", 14_000n],
  ["call:GB", 100_000n],
  ["call:sip", 5_000n],
  ["recording", 3_000n],
  ["conference", 2_000n],
  ["amd", 7_000n],
  ["messenger", 5_000n],
  ["number:US:local", 1_150_000n],
  ["number:US:toll-free", 2_150_000n],
  ["number:CA:local", 1_150_000n],
  ["number:GB:local", 1_150_000n],
  ["number:GB:mobile", 3_000_000n],
  ["verify:sms", 50_000n],
  ["verify:call", 50_000n],
  ["verify:email", 50_000n],
  ["verify:check", 0n],
  ["lookup:caller_name", 10_000n],
  ["lookup:line_type_intelligence", 8_000n],
  ["lookup:v1:carrier", 8_000n],
]);

export const shippedPrices = new Map(priceItems.map(({ item, micros }) => [item, micros]));

export interface Call {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rules?: Partial<KeyRules>;
  readonly account?: string | null;
  readonly prices?: PriceContext["prices"];
}

/** Prices `POST /2010-04-01/…` and a body, in the content type that it takes. */
export function priceCall(line: string, body: string | Buffer = "", call: Call = {}): PriceResult {
  const [method = "", path = ""] = line.split(" ");
  const endpoint = matchEndpoint(method, path);
  if (endpoint === undefined) throw new Error(`${line} matches no endpoint`);
  const contentType = takesJson(endpoint) ? "application/json" : "application/x-www-form-urlencoded";
  const request: VendorRequest = {
    method,
    path,
    query: call.query ?? "",
    headers: new Map(
      Object.entries({ ...(body.length > 0 && { "content-type": contentType }), ...call.headers }),
    ),
    body: Buffer.from(body),
  };
  return price(endpoint, request, {
    rules: { ...rules, ...call.rules },
    account: call.account === undefined ? account : call.account,
    prices: call.prices ?? roundPrices,
  });
}

export function mustPrice(line: string, body?: string | Buffer, call?: Call): PricedRequest {
  const result = priceCall(line, body, call);
  if (result.ok === true) return result.request;
  throw new Error(result.ok === "ask" ? "asks" : `refused: ${result.refusal.message}`);
}

/** The verdict, its own status where it has one; or the price when it was not refused. */
export function verdictOf(line: string, body?: string | Buffer, call?: Call): string {
  const result = priceCall(line, body, call);
  if (result.ok === true) return `allowed ${result.request.priceMicros}`;
  if (result.ok === "ask") return "asks";
  return [
    result.refusal.verdict,
    ...(result.refusal.status === undefined ? [] : [result.refusal.status]),
  ].join(" ");
}

export function messageOf(line: string, body?: string | Buffer, call?: Call): string {
  const result = priceCall(line, body, call);
  return result.ok === false ? result.refusal.message : "allowed";
}

export const form = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(fields).toString();
