import { type Parsed, parsed, unparsed } from "./parsed.ts";

/** An endpoint as a vendor's catalogue lists it; the parts that an allowlist looks at. */
export interface CatalogueEndpoint {
  /** Method and template: `POST /v1/customers/{id}`, `POST verify.twilio.com/v2/…`, `MUTATION refundCreate`. */
  readonly name: string;
  readonly method: string;
  readonly class: string;
}

/** One entry of an allowlist, read. */
export interface EndpointPattern {
  readonly kind: "exact" | "wildcard";
  /** Its one spelling: every parameter is called `{id}`. */
  readonly canonical: string;
}

const longestPattern = 300;
const mostSegments = 32;

const graphqlField = /^(?:QUERY|MUTATION) [A-Za-z_][A-Za-z0-9_]{0,127}$/;
const methodAndTarget = /^(GET|POST|PUT|PATCH|DELETE) (\S+)$/;
const host = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;
/** Literals around at most one parameter, as in Twilio's `Messages/{Sid}.json`. */
const segment = /^[A-Za-z0-9._~:@+=,-]*(?:\{[A-Za-z_][A-Za-z0-9_]{0,63}\}[A-Za-z0-9._~:@+=,-]*)?$/;

/**
 * Reads one entry of an allowlist: `METHOD /path` where `{name}` stands for one segment, with a host before the
 * path where the vendor has several, a last segment `*` for GET only, or a GraphQL `QUERY` or `MUTATION` field.
 *
 * What is not in its one proper spelling is refused, not repaired: an entry that two readers understand
 * differently is a hole.
 */
export function parseEndpointPattern(text: string): Parsed<EndpointPattern> {
  if (text.length > longestPattern) return unparsed(`An endpoint is at most ${longestPattern} characters.`);
  if (graphqlField.test(text)) return parsed({ kind: "exact", canonical: text });
  const match = methodAndTarget.exec(text);
  const method = match?.[1];
  const target = match?.[2];
  if (method === undefined || target === undefined) {
    return unparsed(
      "Write a method in capitals, one space and a path, such as POST /v1/payment_intents (GraphQL: MUTATION refundCreate).",
    );
  }
  const isWildcard = target.endsWith("/*");
  const fault = faultOfTarget(isWildcard ? target.slice(0, -2) : target, isWildcard);
  if (fault !== null) return unparsed(fault);
  if (isWildcard && method !== "GET") {
    return unparsed(`Only GET may end in /*: name each ${method} endpoint by itself.`);
  }
  return parsed({ kind: isWildcard ? "wildcard" : "exact", canonical: canonicalEndpoint(text) });
}

/** An endpoint's name with every parameter called `{id}`, so that `{customer}` and `{id}` are the same. */
export function canonicalEndpoint(name: string): string {
  return name.replace(/\{[^{}/]*\}/g, "{id}");
}

/**
 * Whether an allowlist entry lets an endpoint through. An exact entry covers just its own template. A wildcard
 * covers what lies below it, but only GET endpoints of class READ: some vendors have GETs that cost money.
 */
export function patternCovers(pattern: EndpointPattern, endpoint: CatalogueEndpoint): boolean {
  const name = canonicalEndpoint(endpoint.name);
  if (pattern.kind === "exact") return name === pattern.canonical;
  // Without its star the pattern still ends in a slash, so /v1/customers/* does not reach /v1/customers_export.
  return (
    endpoint.method === "GET" && endpoint.class === "READ" && name.startsWith(pattern.canonical.slice(0, -1))
  );
}

function faultOfTarget(target: string, isWildcard: boolean): string | null {
  if (/[?#]/.test(target)) return "Leave out the query: an endpoint is a method and a path.";
  if (target.includes("%") || target.includes("\\")) return "Write the path without % and \\.";
  const slash = target.indexOf("/");
  const hostPart = slash === -1 ? target : target.slice(0, slash);
  if (hostPart !== "" && !host.test(hostPart)) {
    return "Begin the path with a slash, or with the vendor's host in small letters, such as verify.twilio.com/v2.";
  }
  // `GET /*` and `GET host/*` have nothing before the star.
  if (slash === -1) return isWildcard ? null : "A path is missing after the host.";
  const segments = target.slice(slash + 1).split("/");
  if (segments.length > mostSegments) return `A path has at most ${mostSegments} segments.`;
  return segments.map(faultOfSegment).find((fault) => fault !== null) ?? null;
}

function faultOfSegment(text: string): string | null {
  if (text === "") return "Write the path without empty segments and without a slash at its end.";
  if (text === "." || text === "..") return "Write the path without . and .. segments.";
  if (text.includes("*")) return "A * stands alone, as the last segment, and only for GET.";
  if (segment.test(text)) return null;
  return "A segment has letters, digits and . _ ~ : @ + = , - around at most one {parameter}.";
}
