import type { VendorAnswer } from "../outcome.ts";

/** A JSON object of Stripe's. Trusted for its facts, not for its shape: `expand` turns ids into objects. */
export type StripeObject = Readonly<Record<string, unknown>>;

const idShape = /^[A-Za-z0-9_.:-]{1,255}$/;

/** The answer's JSON object, or null when there is none. */
export function readObject(body: VendorAnswer["body"]): StripeObject | null {
  if (body === null) return null;
  try {
    return objectAt(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}

export function objectAt(value: unknown): StripeObject | null {
  return isObject(value) ? value : null;
}

/** Not zod's `record`: it copies all of an answer, for one field at a time, on every call. */
function isObject(value: unknown): value is StripeObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An id that stands as text, or as the object that `expand` made of it. */
export function idOf(value: unknown): string | null {
  const id = typeof value === "string" ? value : objectAt(value)?.id;
  return typeof id === "string" && idShape.test(id) ? id : null;
}

/** A whole amount, its sign taken off: a customer's credit is negative in Stripe's books. */
export function amountAt(value: unknown): bigint | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(Math.abs(value)) : null;
  // Version 2 of the API writes 64-bit integers as text.
  return typeof value === "string" && /^-?[0-9]{1,15}$/.test(value) ? BigInt(value.replace("-", "")) : null;
}

export function valueAt(object: StripeObject, path: readonly string[]): unknown {
  let at: unknown = object;
  for (const name of path) at = objectAt(at)?.[name];
  return at;
}

/** `Request-Id`, which Stripe's support asks for. */
export function requestId({ headers }: VendorAnswer): string | null {
  const id = headers.get("request-id");
  return id !== undefined && idShape.test(id) ? id : null;
}

export const isReplay = ({ headers }: VendorAnswer): boolean => headers.get("idempotent-replayed") === "true";
