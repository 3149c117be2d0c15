import { compileAllowlist, wildcardsOver } from "@keybrake/policy";

/** An endpoint of the vendor's catalogue, as the server lists it. */
export interface CatalogueEntry {
  readonly name: string;
  readonly label: string;
  readonly class: string;
  readonly costs_money: boolean;
}

/** What can be picked: an endpoint, or a wildcard over several that only read. */
export interface EndpointChoice extends CatalogueEntry {
  /** How many endpoints it lets through. */
  readonly reach: number;
}

export const SHOWN_MAX = 60;

/**
 * Every choice of a catalogue: the widest wildcard, what moves money (that is what has to be chosen with care), what
 * does not, and the other wildcards.
 */
export function choicesOf(catalogue: readonly CatalogueEntry[]): readonly EndpointChoice[] {
  const endpoints = catalogue.map(withMethod);
  const wildcards = wildcardsOver(endpoints).map((name) => {
    const allowlist = compileAllowlist([name]);
    const reach = endpoints.filter((endpoint) => allowlist.allows(endpoint)).length;
    return { name, label: "", class: "READ", costs_money: false, reach };
  });
  // A wildcard over one endpoint says no more than the endpoint, and hides which.
  const [widest, ...others] = wildcards.filter(({ reach }) => reach > 1).sort((a, b) => b.reach - a.reach);
  const single = catalogue.map((endpoint) => ({ ...endpoint, reach: 1 }));
  return [
    ...(widest === undefined ? [] : [widest]),
    ...single.filter(({ costs_money }) => costs_money).sort(byDepth),
    ...single.filter(({ costs_money }) => !costs_money),
    ...others,
  ];
}

/** `POST /v1/refunds` is more often wanted than `POST /v1/charges/{id}/dispute/close`. */
function byDepth(a: CatalogueEntry, b: CatalogueEntry): number {
  return a.name.split("/").length - b.name.split("/").length;
}

export function withMethod(entry: CatalogueEntry) {
  return { ...entry, method: entry.name.slice(0, entry.name.indexOf(" ")) };
}

/**
 * The choices that have every word of the search in their name or in the SDK's name for them; endpoints before the
 * wildcards over them, and what the search names best first.
 */
export function findChoices(choices: readonly EndpointChoice[], search: string): readonly EndpointChoice[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return choices;
  const found = choices.filter(({ name, label }) => {
    const text = `${name} ${label}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return [...found].sort((a, b) => farness(a, words) - farness(b, words));
}

/** `refund` means /v1/refunds before /v1/charges/{charge}/refunds. */
function farness({ name, reach }: EndpointChoice, words: readonly string[]): number {
  const lastSegment = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  const isNamed = words.some((word) => lastSegment.startsWith(word)) ? 0 : 100;
  return isNamed + name.split("/").length + (reach > 1 ? 10 : 0);
}
