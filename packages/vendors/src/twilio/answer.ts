import type { VendorAnswer } from "../outcome.ts";

/** A JSON object of Twilio's. Trusted for its facts, not for its shape. */
export type TwilioObject = Readonly<Record<string, unknown>>;

const sidShape = /^[A-Za-z]{2}[0-9a-fA-F]{32}$/;

/** The answer's JSON object, or null when there is none. */
export function readObject(body: VendorAnswer["body"]): TwilioObject | null {
  if (body === null) return null;
  try {
    return objectAt(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}

export function objectAt(value: unknown): TwilioObject | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is TwilioObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const sidOf = (value: unknown): string | null =>
  typeof value === "string" && sidShape.test(value) ? value : null;

/** `Twilio-Request-Id`, which Twilio's support asks for. */
export function requestId({ headers }: VendorAnswer): string | null {
  return sidOf(headers.get("twilio-request-id"));
}

/** What an object says that it cost, in micro-dollars; null while it says nothing, or another unit. */
export function trueCost({ price, price_unit: unit }: TwilioObject): bigint | null {
  if (typeof price !== "string" || typeof unit !== "string" || unit.toLowerCase() !== "usd") return null;
  return microsOf(price.replace(/^-/, ""));
}

/** A plain decimal in micros, rounded up; null when it is none. */
export function microsOf(text: string): bigint | null {
  const [, whole, fraction = ""] = /^(\d{1,9})(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const micros = BigInt(whole) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
  return /[1-9]/.test(fraction.slice(6)) ? micros + 1n : micros;
}
