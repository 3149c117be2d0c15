import type { Refusal } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import { type FormTree, parseForm, parseFormBytes, serialiseForm } from "../form.ts";
import { parseJsonObject } from "../json.ts";
import type { VendorRequest } from "../pricing.ts";
import { lowerCurrencies } from "./currency.ts";
import { isJudged } from "./pricing/rules.ts";

/** What a request says, and the bytes that will say it to Stripe. */
export interface ReadRequest {
  /** The parameters, wherever this method carries them; empty for uploads, which are not parsed. */
  readonly parameters: FormTree;
  readonly queryTree: FormTree;
  readonly query: string;
  readonly body: Buffer | null;
  readonly contentType: string | null;
}

export type ReadResult =
  | { readonly ok: true; readonly read: ReadRequest }
  | { readonly ok: false; readonly refusal: Refusal<"denied_request"> };

const formType = /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i;
const jsonType = /^application\/json(?:; ?charset=utf-8)?$/i;
const multipartType =
  /^multipart\/form-data; ?boundary=(?:[A-Za-z0-9'()+_,\-./:=?]{1,70}|"[A-Za-z0-9'()+_,\-./:=? ]{1,70}")$/i;

const nothing: FormTree = new Map();

/** Reads query and body strictly, and writes both anew. */
export function readRequest(endpoint: Endpoint, request: VendorRequest): ReadResult {
  const query = parseForm(request.query);
  if (!query.ok) return refuse(`The query ${query.problem}.`);
  const override = overridingName(query.tree);
  if (override !== null) return refuse(override);
  const parts = { queryTree: query.tree, query: serialiseForm(query.tree) };
  if (endpoint.method === "GET") {
    if (request.body.length > 0) return refuse("A GET takes no body.");
    return { ok: true, read: { ...parts, parameters: query.tree, body: null, contentType: null } };
  }
  if (query.tree.size > 0 && isJudged(endpoint) && (endpoint.method === "POST" || request.body.length > 0)) {
    return refuse("Send the parameters of this endpoint in the body alone, so that they can be judged.");
  }
  if (request.body.length === 0) {
    const parameters = endpoint.method === "DELETE" ? query.tree : nothing;
    return { ok: true, read: { ...parts, parameters, body: null, contentType: null } };
  }
  const body = readBody(endpoint, request);
  return body.ok ? { ok: true, read: { ...parts, ...body.read } } : body;
}

type BodyResult =
  | { readonly ok: true; readonly read: Pick<ReadRequest, "parameters" | "body" | "contentType"> }
  | { readonly ok: false; readonly refusal: Refusal<"denied_request"> };

function readBody(endpoint: Endpoint, { body, headers }: VendorRequest): BodyResult {
  const type = headers.get("content-type") ?? "";
  if (endpoint.name === "POST /v1/files") {
    if (!multipartType.test(type)) return refuseType("multipart/form-data");
    return { ok: true, read: { parameters: nothing, body, contentType: type } };
  }
  if (endpoint.template.startsWith("/v2/")) {
    if (!jsonType.test(type)) return refuseType("application/json");
    const json = parseJsonObject(body);
    if (!json.ok) return refuse(`The body ${json.problem}.`);
    return {
      ok: true,
      read: { parameters: json.tree, body: Buffer.from(json.text), contentType: "application/json" },
    };
  }
  if (!formType.test(type)) return refuseType("application/x-www-form-urlencoded");
  const form = parseFormBytes(body);
  if (!form.ok) return refuse(`The body ${form.problem}.`);
  const override = overridingName(form.tree);
  if (override !== null) return refuse(override);
  const parameters = isJudged(endpoint) ? lowerCurrencies(form.tree) : form.tree;
  const written = Buffer.from(serialiseForm(parameters));
  return { ok: true, read: { parameters, body: written, contentType: "application/x-www-form-urlencoded" } };
}

/**
 * Stripe's browser library puts what belongs in headers into parameters of these names (`_stripe_account`), and
 * frameworks take the method from `_method`: both would go around what is judged here.
 */
function overridingName(tree: FormTree): string | null {
  for (const name of tree.keys()) {
    if (name.startsWith("_")) return "Parameters whose names begin with an underscore are not passed on.";
    if (name === "api_key") return "An API key is never sent as a parameter.";
  }
  return null;
}

const refuse = (message: string): { ok: false; refusal: Refusal<"denied_request"> } => ({
  ok: false,
  refusal: { verdict: "denied_request", message },
});

const refuseType = (expected: string): { ok: false; refusal: Refusal<"denied_request"> } => ({
  ok: false,
  refusal: {
    verdict: "denied_request",
    message: `This endpoint takes a body of Content-Type ${expected}, and no other parameter than charset=utf-8.`,
    status: 415,
  },
});
