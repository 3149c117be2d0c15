import type { VendorAnswer } from "../outcome.ts";

/** A JSON object of Shopify's; trusted for its facts, not for its shape. */
export type Json = Readonly<Record<string, unknown>>;

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const safeDigits = 15;

/** The answer's JSON object, or null when there is none. Ids have 64 bits: long integers become text. */
export function readJson(body: VendorAnswer["body"]): Json | null {
  if (body === null) return null;
  try {
    const text = body.toString("utf8").replace(token, (found) => {
      return /^-?\d+$/.test(found) && found.length > safeDigits ? `"${found}"` : found;
    });
    return objectAt(JSON.parse(text));
  } catch {
    return null;
  }
}

export function objectAt(value: unknown): Json | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    const object = objectAt(at);
    at = object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
  }
  return at;
}

const idShape = /^[A-Za-z0-9_.:/?=-]{1,255}$/;

/** A gid, or the number that REST writes in its place. */
export function idOf(value: unknown): string | null {
  const id = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  return typeof id === "string" && idShape.test(id) ? id : null;
}

export function requestId({ headers }: VendorAnswer): string | null {
  return idOf(headers.get("x-request-id"));
}
