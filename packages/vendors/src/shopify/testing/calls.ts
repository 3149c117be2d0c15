import type { KeyRules } from "@keybrake/policy";
import type { DocumentResult } from "../../document.ts";
import type { PricedRequest, PriceResult, VendorRequest } from "../../pricing.ts";
import type { SandboxVendor } from "../../sandbox.ts";
import { readDocument } from "../document.ts";
import { matchEndpoint } from "../endpoints.ts";
import { price } from "../price.ts";

export const rules: KeyRules = {
  allowedEndpoints: ["MUTATION refundCreate"],
  assumedCallMicros: null,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: 1_000_000n, eur: 1_080_000n, jpy: 6_700n, kwd: 3_260_000n },
  marginBps: 500,
};

const store = "acme.myshopify.com";
export const token = "shpat_sandbox_abcdefghijkl";
export const graphqlPath = "/admin/api/2026-04/graphql.json";

export interface CallOptions {
  readonly rules?: Partial<KeyRules>;
  readonly account?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly path?: string;
  /** Answers what has to be asked; without it a call that asks stays a question. */
  readonly sandbox?: SandboxVendor;
}

export function requestOf(line: string, body: string | Buffer, options: CallOptions = {}): VendorRequest {
  const [method = "", path = ""] = line.split(" ");
  return {
    method,
    path,
    query: options.query ?? "",
    headers: new Map(
      Object.entries({ ...(body.length > 0 && { "content-type": "application/json" }), ...options.headers }),
    ),
    body: Buffer.from(body),
  };
}

export const graphqlBody = (query: string, variables?: unknown, operationName?: string): string =>
  JSON.stringify({ query, variables, operationName });

const graphqlLine = (options: CallOptions) => `POST ${options.path ?? graphqlPath}`;

/** Names the operations of a raw body of GraphQL. */
export function nameBody(body: string | Buffer, options: CallOptions = {}): DocumentResult {
  const request = requestOf(graphqlLine(options), body, options);
  const endpoint = matchEndpoint(request.method, request.path);
  if (endpoint === undefined) throw new Error("no GraphQL path");
  return readDocument(endpoint, request);
}

/** What the proxy does with a raw body of GraphQL: names it, prices it, and asks the sandbox where it has to. */
export function priceBody(body: string | Buffer, options: CallOptions = {}): PriceResult {
  const request = requestOf(graphqlLine(options), body, options);
  const named = nameBody(body, options);
  if (!named.ok) return { ok: false, refusal: named.refusal, audit: {} };
  return answered(
    price(named.endpoint, request, {
      rules: { ...rules, ...options.rules },
      account: options.account === undefined ? store : options.account,
      prices: new Map(),
    }),
    options.sandbox,
  );
}

export const priceDocument = (query: string, variables?: unknown, options: CallOptions = {}): PriceResult =>
  priceBody(graphqlBody(query, variables), options);

export function priceRest(line: string, body: unknown = "", options: CallOptions = {}): PriceResult {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = requestOf(line.replace(" /", " /admin/api/2026-04/"), text, options);
  const endpoint = matchEndpoint(request.method, request.path);
  if (endpoint === undefined) throw new Error(`${line} matches no endpoint`);
  return answered(
    price(endpoint, request, {
      rules: { ...rules, ...options.rules },
      account: options.account === undefined ? store : options.account,
      prices: new Map(),
    }),
    options.sandbox,
  );
}

function answered(result: PriceResult, sandbox: SandboxVendor | undefined): PriceResult {
  if (result.ok !== "ask" || sandbox === undefined) return result;
  const answer = send(sandbox, result.lookUp.outgoing);
  return result.resume({
    status: answer.status,
    headers: new Map(Object.entries(answer.headers)),
    body: Buffer.from(answer.body),
  });
}

/** Sends what the proxy would send, and carries it out. */
export function send(sandbox: SandboxVendor, outgoing: PricedRequest["outgoing"]) {
  const [path = "", query = ""] = outgoing.target.split("?");
  const received = sandbox.receive({
    method: outgoing.method,
    path,
    query,
    headers: { ...Object.fromEntries(outgoing.headers), "x-shopify-access-token": token },
    body: outgoing.body ?? Buffer.alloc(0),
  });
  return received.kind === "accepted" ? received.execution.run() : received.answer;
}

export function mustPrice(result: PriceResult): PricedRequest {
  if (result.ok === true) return result.request;
  throw new Error(
    result.ok === "ask"
      ? `asks ${result.lookUp.endpoint.name}`
      : `${result.refusal.verdict}: ${result.refusal.message}`,
  );
}

/** `allowed` and dollars, `asks` and what, or the verdict with its own status where it has one. */
export function outcomeOf(result: PriceResult): string {
  if (result.ok === true) return `allowed ${Number(result.request.priceMicros) / 1_000_000}`;
  if (result.ok === "ask") return `asks ${result.lookUp.endpoint.name}`;
  const { verdict, status } = result.refusal;
  return status === undefined ? verdict : `${verdict} ${status}`;
}
