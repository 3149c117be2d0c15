import type { Refusal } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import type { FormTree } from "../form.ts";
import { parseJsonObject } from "../json.ts";
import type { VendorRequest } from "../pricing.ts";
import { fieldsOf, takesJson } from "./endpoints.ts";
import { type Form, parseFlatForm } from "./form.ts";

/** What a request says, read strictly; one of the two is empty. */
export interface ReadRequest {
  /** Of the body, or of a GET's query. */
  readonly form: Form;
  readonly json: FormTree;
  /** The JSON body, written anew. */
  readonly jsonText: string | null;
}

export type ReadResult =
  | { readonly ok: true; readonly read: ReadRequest }
  | { readonly ok: false; readonly refusal: Refusal<"denied_request"> };

export const nothing: ReadRequest = { form: new Map(), json: new Map(), jsonText: null };

const formType = /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i;
const jsonType = /^application\/json(?:; ?charset=utf-8)?$/i;

/** Reads the fields of a request where its method carries them, and nowhere else. */
export function readRequest(endpoint: Endpoint, request: VendorRequest): ReadResult {
  if (request.headers.has("twilio-client-validation")) {
    return refuse(
      "Requests signed for public key client validation cannot pass: the signature covers the credential, which Keybrake changes. Leave out validationClient.",
    );
  }
  const reading = readFields(endpoint, request);
  if (!reading.ok) return reading;
  const misfit = misfitOf(endpoint, reading.read.form);
  return misfit === null ? reading : refuse(misfit);
}

function readFields(endpoint: Endpoint, { query, body, headers }: VendorRequest): ReadResult {
  if (endpoint.method === "GET") {
    if (body.length > 0) return refuse("A GET takes no body.");
    return readForm("query", Buffer.from(query, "latin1"));
  }
  if (query !== "") {
    return refuse("Send the fields of this endpoint in the body alone, so that they can be judged.");
  }
  if (body.length === 0) return { ok: true, read: nothing };
  if (endpoint.method === "DELETE") return refuse("A DELETE takes no body.");
  const type = headers.get("content-type") ?? "";
  if (!takesJson(endpoint)) {
    return formType.test(type) ? readForm("body", body) : refuseType("application/x-www-form-urlencoded");
  }
  if (!jsonType.test(type)) return refuseType("application/json");
  const json = parseJsonObject(body);
  if (!json.ok) return refuse(`The body ${json.problem}.`);
  return { ok: true, read: { ...nothing, json: json.tree, jsonText: json.text } };
}

function readForm(where: "query" | "body", bytes: Buffer): ReadResult {
  const parsed = parseFlatForm(bytes);
  if (!parsed.ok) return refuse(`The ${where} ${parsed.problem}.`);
  return { ok: true, read: { ...nothing, form: parsed.form } };
}

/** On endpoints that can cost money: a field that Keybrake does not know, or one that stands twice. */
function misfitOf(endpoint: Endpoint, form: Form): string | null {
  const fields = fieldsOf(endpoint);
  if (fields === undefined) return null;
  for (const [name, values] of form) {
    const mayRepeat = fields.get(name);
    if (mayRepeat === undefined) {
      return `${endpoint.name} takes no field "${name}". On endpoints that cost money, fields that Keybrake does not know are refused.`;
    }
    if (values.length > 1 && !mayRepeat) return `The field "${name}" stands twice.`;
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
