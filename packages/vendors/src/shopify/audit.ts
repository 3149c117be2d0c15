import { createHash } from "node:crypto";
import type { PricedRequest } from "../pricing.ts";
import { isList, isObject, type Value } from "./graphql/value.ts";

export type Audit = PricedRequest["audit"];

const clipLength = 100;
const shownMax = 12;
/** What a call may say about itself in its row: what it moves, of which order, for whom. */
const shownFields: ReadonlySet<string> = new Set([
  "amount",
  "currency",
  "currencyCode",
  "customerId",
  "customer_id",
  "financialStatus",
  "financial_status",
  "id",
  "initialValue",
  "initial_value",
  "kind",
  "orderId",
  "parentId",
  "parent_id",
  "price",
]);

/** Of JSON; the whole row has 4 KiB, and one that is longer would show nothing. */
const shownBytesMax = 2_400;

/** The fields of a call that its audit row shows, wherever they stand in it: bounded, escaped, without a secret. */
export function auditValues(value: Value): Record<string, string> {
  const audit: Record<string, string> = {};
  collect(value, "", audit);
  return audit;
}

function collect(value: Value, start: string, audit: Record<string, string>): void {
  for (const [name, inner] of entriesOf(value)) {
    if (Object.keys(audit).length >= shownMax) return;
    if (Buffer.byteLength(JSON.stringify(audit)) > shownBytesMax) return;
    const path = start === "" ? name : `${start}.${name}`;
    if (typeof inner === "string") {
      if (shownFields.has(name)) audit[shown(path)] = shown(inner);
    } else if (inner !== null) collect(inner, path, audit);
  }
}

function entriesOf(value: Value): Iterable<readonly [name: string, inner: Value]> {
  if (isObject(value)) return value;
  return isList(value) ? value.map((item, index) => [String(index), item] as const) : [];
}

export const auditKey = (key: string): Audit => ({
  idempotency_key_sha256: createHash("sha256").update(key).digest("hex").slice(0, 16),
});

/** Text of the caller's, fit for a row and a screen: control characters escaped, at most 100 characters. */
export function shown(text: string): string {
  const escaped = text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return escaped.length > clipLength ? `${escaped.slice(0, clipLength - 1)}…` : escaped;
}
