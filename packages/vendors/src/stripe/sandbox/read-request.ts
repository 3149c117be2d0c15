import { hash } from "node:crypto";
import type { SandboxRequest } from "../../sandbox.ts";
import { canonicalForm, decodeForm, type FormRecord, fromJson, isRecord, newRecord } from "./form.ts";
import { readMultipart } from "./multipart.ts";

export type RequestRead =
  | {
      readonly ok: true;
      readonly record: FormRecord;
      /** The same for the same parameters in whatever order; what idempotency keys are compared by. */
      readonly fingerprint: () => string;
    }
  | { readonly ok: false; readonly message: string };

const FORM_BYTES_MAX = 1024 * 1024;

/** Reads the parameters of a request: the query's, and over them the body's, as a form, multipart or JSON (v2). */
export function readRequest(request: SandboxRequest): RequestRead {
  const query = decodeForm(request.query);
  if (!query.ok) return query;
  const body = readBodyParameters(request);
  if (!body.ok) return body;
  const record = request.query === "" ? body.record : Object.assign(query.record, body.record);
  return { ok: true, record, fingerprint: () => hash("sha256", canonicalForm(record)) };
}

function readBodyParameters(request: SandboxRequest): ReturnType<typeof decodeForm> {
  const { body } = request;
  if (body.length === 0) return { ok: true, record: newRecord() };
  const type = request.headers["content-type"] ?? "application/x-www-form-urlencoded";
  if (type.startsWith("multipart/form-data")) return readMultipart(body, type);
  if (body.length > FORM_BYTES_MAX) return { ok: false, message: "the body is too large" };
  if (request.path.startsWith("/v2/")) return readJson(body);
  if (type.startsWith("application/x-www-form-urlencoded")) return decodeForm(body.toString("utf8"));
  const message =
    "Invalid request (check that your POST content type is application/x-www-form-urlencoded). " +
    "If you have questions, we can help at https://support.stripe.com/.";
  return { ok: false, message };
}

function readJson(body: Buffer): ReturnType<typeof decodeForm> {
  try {
    const record = fromJson(JSON.parse(body.toString("utf8"))) ?? undefined;
    return isRecord(record) ? { ok: true, record } : { ok: false, message: "the body must be a JSON object" };
  } catch {
    return { ok: false, message: "the body is not JSON" };
  }
}
