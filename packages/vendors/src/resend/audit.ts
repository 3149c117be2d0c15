import { createHash } from "node:crypto";
import type { FormTree } from "../form.ts";
import type { PricedRequest, VendorRequest } from "../pricing.ts";

export type Audit = PricedRequest["audit"];

const clipLength = 100;
const queryNamesMax = 20;
/** What a body may say about itself in the audit row. Whom it is sent to, and what it says, is nobody's business here. */
const shownFields = ["from", "scheduled_at", "send", "status", "event"];

/** The fields of a request that its audit row shows: bounded, escaped, without a secret. */
export function auditRequest(
  { headers }: VendorRequest,
  { json, queryTree }: { readonly json: unknown; readonly queryTree: FormTree },
): Record<string, string> {
  const audit: Record<string, string> = {};
  if (typeof json === "object" && json !== null) {
    for (const [name, value] of Object.entries(json)) {
      const isPlain = typeof value === "string" || typeof value === "boolean";
      if (isPlain && shownFields.includes(name)) audit[name] = shown(String(value));
    }
  }
  if (queryTree.size > 0) audit.query = shown([...queryTree.keys()].slice(0, queryNamesMax).join(","));
  const validation = headers.get("x-batch-validation");
  if (validation !== undefined) audit.batch_validation = shown(validation);
  const key = headers.get("idempotency-key");
  if (key !== undefined)
    audit.idempotency_key_sha256 = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return audit;
}

/** Text of the caller's, fit for a row and a screen: control characters escaped, at most 100 characters. */
function shown(text: string): string {
  const escaped = text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return escaped.length > clipLength ? `${escaped.slice(0, clipLength - 1)}…` : escaped;
}
