import { distance } from "fastest-levenshtein";
import { type CatalogueEndpoint, canonicalEndpoint } from "./endpoint-pattern.ts";

const mostSuggestions = 3;
/** Enough of an entry to know what was meant; the cost of measuring grows with it. */
const longestMeasured = 200;
/** Another method changes what the endpoint does: near it only where the path is the same or almost. */
const otherMethodDistance = 3;
/** `/v1/customers/cus_123` means `/v1/customers/{id}`, however long the id is. */
const literalForParameterDistance = 1;

/**
 * The entries of a catalogue that come nearest to one that was refused, at most three, nearest first; for an
 * entry that ends in `/*`, the nearest wildcards over read-only endpoints.
 */
export function suggestEndpoints(text: string, catalogue: readonly CatalogueEndpoint[]): readonly string[] {
  const wanted = canonicalEndpoint(text.trim().slice(0, longestMeasured));
  const isWildcard = wanted.startsWith("GET ") && wanted.endsWith("/*");
  const candidates = isWildcard ? wildcardsOver(catalogue) : catalogue.map((endpoint) => endpoint.name);
  return candidates
    .map((name) => ({ name, distance: distanceBetween(wanted, canonicalEndpoint(name)) }))
    .filter((candidate) => candidate.distance <= Math.max(4, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance || compareText(a.name, b.name))
    .slice(0, mostSuggestions)
    .map((candidate) => candidate.name);
}

/** Every `GET …/*` that covers at least one read-only endpoint of a catalogue. */
export function wildcardsOver(catalogue: readonly CatalogueEndpoint[]): readonly string[] {
  const wildcards = new Set<string>();
  for (const endpoint of catalogue) {
    if (endpoint.method !== "GET" || endpoint.class !== "READ") continue;
    const segments = canonicalEndpoint(endpoint.name).split("/");
    for (let length = 2; length < segments.length; length += 1) {
      wildcards.add(`${segments.slice(0, length).join("/")}/*`);
    }
  }
  return [...wildcards];
}

function distanceBetween(wanted: string, candidate: string): number {
  const [wantedMethod, wantedTarget] = splitMethod(wanted);
  const [method, target] = splitMethod(candidate);
  const ofMethod = wantedMethod.toUpperCase() === method ? 0 : otherMethodDistance;
  const wantedSegments = wantedTarget.split("/");
  const segments = target.split("/");
  if (wantedSegments.length !== segments.length) return ofMethod + distance(wantedTarget, target);
  return segments.reduce((sum, segment, index) => {
    const wantedSegment = wantedSegments[index] ?? "";
    const ofSegment = distance(wantedSegment, segment);
    return sum + (segment.includes("{id}") ? Math.min(ofSegment, literalForParameterDistance) : ofSegment);
  }, ofMethod);
}

function splitMethod(text: string): readonly [method: string, target: string] {
  const space = text.indexOf(" ");
  return space === -1 ? ["", text] : [text.slice(0, space), text.slice(space + 1)];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
