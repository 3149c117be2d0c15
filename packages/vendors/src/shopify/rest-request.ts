import type { Endpoint } from "../endpoint.ts";
import { type FormTree, parseForm, serialiseForm } from "../form.ts";
import { parseJsonObject } from "../json.ts";
import type { VendorRequest } from "../pricing.ts";
import { Unfit } from "./graphql/envelope.ts";

/** What a REST call says, and the bytes that will say it to the vendor. */
export interface RestRequest {
  /** Query and body together: Shopify takes a parameter from either. */
  readonly parameters: FormTree;
  readonly query: string;
  readonly body: Buffer | null;
}

const jsonType = /^application\/json(?:; ?charset=utf-8)?$/i;

/** Reads query and body strictly, and writes both anew; throws `Unfit` with what is wrong. */
export function readRest(endpoint: Endpoint, request: VendorRequest): RestRequest {
  const query = parseForm(request.query);
  if (!query.ok) throw new Unfit(`The query ${query.problem}.`);
  for (const name of query.tree.keys()) {
    if (name.startsWith("_") || name === "access_token") {
      throw new Unfit("Tokens, and parameters whose names begin with an underscore, are not passed on.");
    }
  }
  const written = serialiseForm(query.tree);
  // The SDK writes `null` where a call has no body.
  const isEmpty = request.body.length === 0 || request.body.equals(NULL);
  if (endpoint.method === "GET" || isEmpty) {
    if (!isEmpty) throw new Unfit("A GET takes no body.");
    return { parameters: query.tree, query: written, body: null };
  }
  const { tree, text } = readBody(request);
  const parameters = new Map(query.tree);
  for (const [name, value] of tree) {
    if (parameters.has(name)) throw new Unfit("A parameter stands both in the query and in the body.");
    parameters.set(name, value);
  }
  return { parameters, query: written, body: Buffer.from(text) };
}

const NULL = Buffer.from("null");

function readBody({ body, headers }: VendorRequest): { readonly tree: FormTree; readonly text: string } {
  if (!jsonType.test(headers.get("content-type") ?? "")) {
    throw new Unfit("This endpoint takes a body of Content-Type application/json, and no other.", 415);
  }
  const json = parseJsonObject(body);
  if (!json.ok) throw new Unfit(`The body ${json.problem}.`);
  return json;
}
