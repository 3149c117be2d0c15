import { createHash } from "node:crypto";
import type { FormTree } from "../form.ts";
import type { PricedRequest, VendorRequest } from "../pricing.ts";
import { textAt } from "./pricing/cost.ts";

export type Audit = PricedRequest["audit"];

const clipLength = 100;
const queryNamesMax = 20;
/** What a body may say about itself in the audit row: what it moves, for whom, and when. */
const shownFields = [
  "amount",
  "currency",
  "customer",
  "confirm",
  "capture_method",
  "payment_intent",
  "charge",
  "destination",
];

interface Seen {
  readonly request: VendorRequest;
  readonly parameters: FormTree;
  readonly queryTree: FormTree;
}

/** The fields of a request that its audit row shows: bounded, escaped, without a secret. */
export function auditRequest({ request, parameters, queryTree }: Seen): Record<string, string> {
  const audit: Record<string, string> = {};
  for (const name of shownFields) {
    const text = textAt(parameters, name);
    if (text !== undefined) audit[name] = shown(text);
  }
  if (queryTree.size > 0) {
    audit.query = shown([...queryTree.keys()].slice(0, queryNamesMax).join(","));
  }
  const account = request.headers.get("stripe-account") ?? request.headers.get("stripe-context");
  if (account !== undefined) audit.stripe_account = shown(account);
  const key = request.headers.get("idempotency-key");
  if (key !== undefined)
    audit.idempotency_key_sha256 = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return audit;
}

/** Text of the caller's, fit for a row and a screen: control characters escaped, at most 100 characters. */
export function shown(text: string): string {
  const escaped = text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return escaped.length > clipLength ? `${escaped.slice(0, clipLength - 1)}…` : escaped;
}
