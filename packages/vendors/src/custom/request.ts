import type { CustomPrice, Refusal } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import { type FormTree, parseForm, parseFormBytes, serialiseForm } from "../form.ts";
import { parseJsonArray, parseJsonObject } from "../json.ts";
import type { VendorRequest } from "../pricing.ts";

/** What a request says, and the bytes that will say it to the vendor. */
export interface ReadRequest {
  /** The fields of the body; empty where there is none. */
  readonly fields: FormTree;
  readonly queryNames: readonly string[];
  readonly query: string;
  readonly body: Buffer | null;
  readonly contentType: "application/json" | "application/x-www-form-urlencoded" | null;
}

export type ReadResult =
  | { readonly ok: true; readonly read: ReadRequest }
  | { readonly ok: false; readonly refusal: Refusal<"denied_request"> };

const formType = /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i;
const jsonType = /^application\/json(?:; ?charset=utf-8)?$/i;

/** Reads query and body strictly, and writes both anew. */
export function readRequest(endpoint: Endpoint, request: VendorRequest, price: CustomPrice): ReadResult {
  const query = parseForm(request.query);
  if (!query.ok) return refuse(`The query ${query.problem}.`);
  if (price.kind === "amount" && query.tree.size > 0) {
    return refuse(
      "Send all fields of this endpoint in the body: a server may read an amount from the query too.",
    );
  }
  const parts = { queryNames: [...query.tree.keys()], query: serialiseForm(query.tree) };
  if (request.body.length === 0) {
    return { ok: true, read: { ...parts, fields: new Map(), body: null, contentType: null } };
  }
  if (endpoint.method === "GET") return refuse("A GET takes no body.");
  const body = readBody(request, price);
  return body.ok ? { ok: true, read: { ...parts, ...body.read } } : body;
}

type BodyResult =
  | { readonly ok: true; readonly read: Pick<ReadRequest, "fields" | "body" | "contentType"> }
  | Extract<ReadResult, { ok: false }>;

function readBody({ body, headers }: VendorRequest, price: CustomPrice): BodyResult {
  const type = headers.get("content-type") ?? "";
  const expected = price.kind === "amount" ? price.format : null;
  if (jsonType.test(type) && expected !== "form") return readJson(body, expected === null);
  if (formType.test(type) && expected !== "json") return readForm(body);
  const types = { json: "application/json", form: "application/x-www-form-urlencoded" };
  const wanted = expected === null ? `${types.json} or ${types.form}` : types[expected];
  return {
    ok: false,
    refusal: {
      verdict: "denied_request",
      message: `This endpoint takes a body of Content-Type ${wanted}, and no other parameter than charset=utf-8.`,
      status: 415,
    },
  };
}

function readJson(body: Buffer, isListTaken: boolean): BodyResult {
  const startsList = /^\s*\[/.test(body.subarray(0, 100).toString("latin1"));
  const json = startsList && isListTaken ? parseJsonArray(body) : parseJsonObject(body);
  if (!json.ok) return refuse(`The body ${json.problem}.`);
  const override = overridingName(json.tree);
  if (override !== null) return refuse(override);
  return {
    ok: true,
    read: { fields: json.tree, body: Buffer.from(json.text), contentType: "application/json" },
  };
}

function readForm(body: Buffer): BodyResult {
  const form = parseFormBytes(body);
  if (!form.ok) return refuse(`The body ${form.problem}.`);
  const override = overridingName(form.tree);
  if (override !== null) return refuse(override);
  return {
    ok: true,
    read: {
      fields: form.tree,
      body: Buffer.from(serialiseForm(form.tree)),
      contentType: "application/x-www-form-urlencoded",
    },
  };
}

/** Frameworks take the method from such a field: the call would be another one than was judged. */
function overridingName(tree: FormTree): string | null {
  const found = [...tree.keys()].some((name) => name.toLowerCase() === "_method");
  return found ? "The method stands in the request line; _method is not accepted." : null;
}

const refuse = (message: string): Extract<ReadResult, { ok: false }> => ({
  ok: false,
  refusal: { verdict: "denied_request", message },
});
