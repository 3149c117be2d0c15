import { type Flaw, flaw, framingFlaw } from "./flaw.ts";

/** A request target in origin form, split but otherwise exactly as it came in. */
export interface Target {
  readonly path: string;
  /** Without the `?`; empty when there is none. */
  readonly query: string;
}

const TARGET_LENGTH_MAX = 4_096;

/** `pchar` of RFC 3986 without `%`, which hides characters, and `;`, which some servers cut the path at. */
const CANONICAL_PATH = /^(?:\/[A-Za-z0-9._~!$&'()*+,=:@-]+)+$/;
const DOT_SEGMENT = /\/\.{1,2}(?:\/|$)/;
/** Brackets stand raw in what most SDKs send (`expand[0]=`), so they are let through though RFC 3986 says not to. */
const QUERY = /^(?:[A-Za-z0-9._~!$&'()*+,=:@/?[\]-]|%[0-9A-Fa-f]{2})*$/;
const METHOD_OVERRIDE = /(?:^|&)_method(?:=|&|$)/;

/** Splits a raw target. Only the form of the whole is looked at; `flawOfTarget` judges it. */
export function splitTarget(raw: string): Target {
  const mark = raw.indexOf("?");
  return mark === -1 ? { path: raw, query: "" } : { path: raw.slice(0, mark), query: raw.slice(mark + 1) };
}

/**
 * Judges a target: canonical, or refused. Nothing is ever normalised, because the proxy and the vendor could
 * then read two different paths out of the same bytes.
 */
export function flawOfTarget(raw: string, { path, query }: Target): Flaw | null {
  if (raw.length > TARGET_LENGTH_MAX) {
    return flaw("target_too_long", `A request target is at most ${TARGET_LENGTH_MAX} bytes.`, 414);
  }
  if (!raw.startsWith("/")) {
    return framingFlaw("target_form", "The request target must be a path that begins with a slash.");
  }
  if (!CANONICAL_PATH.test(path) || DOT_SEGMENT.test(path)) {
    return flaw("path_not_canonical", faultOfPath(path));
  }
  if (!QUERY.test(query) || /%00/.test(query)) {
    return flaw(
      "query_not_canonical",
      "The query has a character that must be percent-encoded, or a bad encoding.",
    );
  }
  if (METHOD_OVERRIDE.test(query)) {
    return flaw("method_override", "The method stands in the request line; _method is not accepted.");
  }
  return null;
}

function faultOfPath(path: string): string {
  if (path.includes("%")) return "The path is not canonical: write it without percent-encoding.";
  if (DOT_SEGMENT.test(path)) return "The path is not canonical: write it without . and .. segments.";
  if (path.includes("//")) return "The path is not canonical: it has an empty segment.";
  if (path.endsWith("/")) return "The path is not canonical: leave out the slash at its end.";
  return "The path is not canonical: it has a character that does not belong in a path.";
}
