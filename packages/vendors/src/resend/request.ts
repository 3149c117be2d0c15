import type { Refusal } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import { type FormTree, parseForm, serialiseForm } from "../form.ts";
import { parseJsonArray, parseJsonObject } from "../json.ts";
import type { VendorRequest } from "../pricing.ts";
import { isJudged } from "./pricing/rules.ts";

/** What a request says, and the bytes that will say it to Resend. */
export interface ReadRequest {
  /** The body's value; undefined where there is none, or where it is not read (a file of contacts). */
  readonly json: unknown;
  readonly queryTree: FormTree;
  readonly query: string;
  readonly body: Buffer | null;
  readonly contentType: string | null;
}

export type ReadResult =
  | { readonly ok: true; readonly read: ReadRequest }
  | { readonly ok: false; readonly refusal: Refusal<"denied_request"> };

const jsonType = /^application\/json(?:; ?charset=utf-8)?$/i;
const multipartType =
  /^multipart\/form-data; ?boundary=(?:[A-Za-z0-9'()+_,\-./:=?]{1,70}|"[A-Za-z0-9'()+_,\-./:=? ]{1,70}")$/i;

/** Reads query and body strictly, and writes both anew. */
export function readRequest(endpoint: Endpoint, request: VendorRequest): ReadResult {
  const query = parseForm(request.query);
  if (!query.ok) return refuse(`The query ${query.problem}.`);
  if ([...query.tree.keys()].some((name) => name.startsWith("_"))) {
    return refuse("Parameters whose names begin with an underscore are not passed on.");
  }
  const parts = { queryTree: query.tree, query: serialiseForm(query.tree) };
  if (endpoint.method === "GET") {
    if (!isNothing(request.body)) return refuse("A GET takes no body.");
    return { ok: true, read: { ...parts, json: undefined, body: null, contentType: null } };
  }
  if (query.tree.size > 0 && isJudged(endpoint)) {
    return refuse("Send the parameters of this endpoint in the body alone, so that they can be judged.");
  }
  if (request.body.length === 0) {
    return { ok: true, read: { ...parts, json: undefined, body: null, contentType: null } };
  }
  const body = readBody(endpoint, request);
  return body.ok ? { ok: true, read: { ...parts, ...body.read } } : body;
}

/** The SDK for Python sends an empty object with every read; it says nothing, and is not sent on. */
const isNothing = (body: Buffer) =>
  body.length === 0 || (body.length === 2 && body.toString("latin1") === "{}");

type BodyResult =
  | { readonly ok: true; readonly read: Pick<ReadRequest, "json" | "body" | "contentType"> }
  | Extract<ReadResult, { ok: false }>;

function readBody(endpoint: Endpoint, { body, headers }: VendorRequest): BodyResult {
  const type = headers.get("content-type") ?? "";
  if (endpoint.name === "POST /contacts/imports") {
    if (!multipartType.test(type)) return refuseType("multipart/form-data");
    return { ok: true, read: { json: undefined, body, contentType: type } };
  }
  if (!jsonType.test(type)) return refuseType("application/json");
  const parsed = isList(body) ? parseJsonArray(body) : parseJsonObject(body);
  if (!parsed.ok) return refuse(`The body ${parsed.problem}.`);
  // Read again from what was written anew: of that there is only one reading, and it keeps true apart from "true".
  const json: unknown = isJudged(endpoint) ? JSON.parse(parsed.text) : undefined;
  return { ok: true, read: { json, body: Buffer.from(parsed.text), contentType: "application/json" } };
}

const isList = (body: Buffer) => /^[\t\n\r ]*\[/.test(body.subarray(0, 64).toString("latin1"));

const refuse = (message: string): Extract<ReadResult, { ok: false }> => ({
  ok: false,
  refusal: { verdict: "denied_request", message },
});

const refuseType = (expected: string): Extract<ReadResult, { ok: false }> => ({
  ok: false,
  refusal: {
    verdict: "denied_request",
    message: `This endpoint takes a body of Content-Type ${expected}.`,
    status: 415,
  },
});
