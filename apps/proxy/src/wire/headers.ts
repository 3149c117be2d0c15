import { type Flaw, flaw, framingFlaw } from "./flaw.ts";

export interface ReadHeaders {
  /** Lower-case names. A `Map` has no prototype to poison: `__proto__` is a name like any other. */
  readonly fields: Map<string, string>;
  /** Two Authorization lines, say: no key can be read when nobody knows which one counts. */
  readonly keyIsAmbiguous: boolean;
  /** A line that may hold a vault key though no built-in vendor's key stands there; null when there is none. */
  readonly otherKeyLine: KeyLine | null;
  readonly flaw: Flaw | null;
}

export interface KeyLine {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

const COUNT_MAX = 64;
const BYTES_MAX = 16_384;

/** Lists by definition (RFC 9110), and nothing is decided by them: several lines are joined as one. */
const REPEATABLE = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "cookie",
  "forwarded",
  "pragma",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

const KEY_NAMES = new Set(["authorization", "x-shopify-access-token"]);

/** Each makes some server or framework act on another method or path than those of the request line. */
const OVERRIDES = new Set([
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-method",
  "x-original-url",
  "x-original-uri",
  "x-rewrite-url",
]);

/**
 * Reads header lines as they came over the wire. Node's own `headers` object silently keeps the first of two
 * Host or Authorization lines; an intermediary may have kept the last.
 * @param raw names and values in turn, as in `IncomingMessage.rawHeaders`.
 */
export function readHeaders(raw: readonly string[]): ReadHeaders {
  const fields = new Map<string, string>();
  let found: Flaw | null = null;
  let keyIsAmbiguous = false;
  let otherKeyLine: KeyLine | null = null;
  let bytes = 0;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const value = raw[at + 1] ?? "";
    bytes += name.length + value.length + 4;
    const earlier = fields.get(name);
    if (earlier === undefined) {
      fields.set(name, value);
    } else if (REPEATABLE.has(name)) {
      fields.set(name, `${earlier}, ${value}`);
    } else {
      keyIsAmbiguous ||= KEY_NAMES.has(name);
      found ??= framingFlaw("repeated_header", `The header ${name} must not be sent twice.`);
    }
    if (value.startsWith("vk_") && !KEY_NAMES.has(name)) {
      keyIsAmbiguous ||= otherKeyLine !== null;
      otherKeyLine = { name, value };
    }
    if (OVERRIDES.has(name)) {
      found ??= flaw(
        "method_override",
        `The header ${name} is not accepted: write the method and path themselves.`,
      );
    } else if (name.startsWith("keybrake-")) {
      found ??= flaw("keybrake_header", `The header ${name} is the proxy's own and is not accepted.`);
    }
  }
  if (raw.length / 2 > COUNT_MAX || bytes > BYTES_MAX) {
    found = framingFlaw(
      "headers_too_large",
      `At most ${COUNT_MAX} headers of ${BYTES_MAX} bytes in all.`,
      431,
    );
  }
  return { fields, keyIsAmbiguous, otherKeyLine, flaw: found };
}

/** Between this client and this proxy only, or naming a secret or a place: a vendor's code never sees them. */
const NOT_FOR_VENDORS = [
  "authorization",
  "connection",
  "content-length",
  "cookie",
  "forwarded",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "via",
  "x-shopify-access-token",
];

/** Takes out what only framing and the reading of the key needed. */
export function keepVendorHeaders(
  fields: Map<string, string>,
  otherKeyLine: KeyLine | null,
): ReadonlyMap<string, string> {
  for (const name of NOT_FOR_VENDORS) fields.delete(name);
  if (otherKeyLine !== null) fields.delete(otherKeyLine.name);
  return fields;
}
