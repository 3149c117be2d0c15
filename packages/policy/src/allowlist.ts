import {
  type CatalogueEndpoint,
  canonicalEndpoint,
  type EndpointPattern,
  parseEndpointPattern,
  patternCovers,
} from "./endpoint-pattern.ts";
import { type Parsed, parsed, unparsed } from "./parsed.ts";
import { suggestEndpoints } from "./suggest-endpoints.ts";

/** Why one entry of an allowlist was refused, by its place in the list. */
export interface AllowlistError {
  readonly index: number;
  readonly message: string;
  /** The nearest entries that the catalogue does have; at most three. */
  readonly suggestions: readonly string[];
}

export type ResolvedAllowlist =
  | { readonly ok: true; readonly canonical: readonly string[] }
  | { readonly ok: false; readonly errors: readonly AllowlistError[] };

/** Suggesting measures a whole catalogue: past this many mistakes the list is wrong as a whole. */
const mostErrorsWithSuggestions = 20;

/**
 * Checks an allowlist against a vendor's catalogue before a key is issued with it. Each entry comes back in the
 * catalogue's own spelling (a wildcard in its canonical one), once, so that what a key shows is what the audit
 * log shows. An entry that covers no endpoint is an error: it would be a permission that never works.
 */
export function resolveAllowlist(
  patterns: readonly string[],
  catalogue: readonly CatalogueEndpoint[],
): ResolvedAllowlist {
  const names = new Map(catalogue.map((endpoint) => [canonicalEndpoint(endpoint.name), endpoint.name]));
  const canonical = new Set<string>();
  const errors: AllowlistError[] = [];
  for (const [index, text] of patterns.entries()) {
    const entry = parseEndpointPattern(text);
    const found = entry.ok ? findCovered(entry.value, names, catalogue) : entry;
    if (found.ok) {
      canonical.add(found.value);
      continue;
    }
    const suggestions = errors.length < mostErrorsWithSuggestions ? suggestEndpoints(text, catalogue) : [];
    errors.push({ index, message: found.message, suggestions });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, canonical: [...canonical] };
}

function findCovered(
  pattern: EndpointPattern,
  names: ReadonlyMap<string, string>,
  catalogue: readonly CatalogueEndpoint[],
): Parsed<string> {
  if (pattern.kind === "exact") {
    const name = names.get(pattern.canonical);
    return name === undefined ? unparsed("No endpoint of this vendor matches it.") : parsed(name);
  }
  return catalogue.some((endpoint) => patternCovers(pattern, endpoint))
    ? parsed(pattern.canonical)
    : unparsed("No read-only endpoint of this vendor lies below it.");
}

/** A key's allowlist, made once and asked for every call. */
export interface Allowlist {
  allows(endpoint: CatalogueEndpoint): boolean;
}

/**
 * Prepares a stored allowlist.
 * @throws {Error} when an entry is not in the grammar. It was checked at issue, so this is a fault, and a key
 * whose rules cannot be read must not work in part.
 */
export function compileAllowlist(patterns: readonly string[]): Allowlist {
  const exact = new Set<string>();
  const wildcards = patterns.flatMap((text) => {
    const entry = parseEndpointPattern(text);
    if (!entry.ok)
      throw new Error(`the allowlist entry ${JSON.stringify(text)} cannot be read: ${entry.message}`);
    if (entry.value.kind === "wildcard") return [entry.value];
    exact.add(entry.value.canonical);
    return [];
  });
  return {
    allows: (endpoint) =>
      exact.has(canonicalEndpoint(endpoint.name)) ||
      wildcards.some((wildcard) => patternCovers(wildcard, endpoint)),
  };
}
