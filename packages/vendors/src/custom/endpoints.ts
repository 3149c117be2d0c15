import type { CustomEndpoint, CustomPrice } from "@keybrake/policy";
import { createCatalogue } from "../catalogue.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Vendor } from "../vendor.ts";

interface Endpoints {
  readonly endpoints: readonly Endpoint[];
  readonly match: Vendor["match"];
  /** @throws on an endpoint of another vendor */
  priceOf(endpoint: Endpoint): CustomPrice;
}

const bodyLimit = 65_536;
const idShape = /^[A-Za-z0-9_-][A-Za-z0-9_.~:@+=,-]{0,199}$/;

/** The catalogue that a definition makes. */
export function createEndpoints(defined: readonly CustomEndpoint[]): Endpoints {
  const prices = new Map<string, CustomPrice>();
  const endpoints = defined.map(({ method, path, price }): Endpoint => {
    const name = `${method} ${path}`;
    prices.set(name, price);
    return { name, method, template: path, class: classOf(method, price), label: "", bodyLimit };
  });
  const words = literalWords(defined);
  // Many servers take /v1/Charges and /v1/charges.json for /v1/charges: neither is ever an id of /v1/{id}.
  const catalogue = createCatalogue(
    endpoints,
    (segment) => idShape.test(segment) && !words.has(wordOf(segment)),
  );
  return {
    endpoints,
    match: catalogue.match,
    priceOf({ name }) {
      const price = prices.get(name);
      if (price === undefined) throw new Error(`${name} is not in this vendor's definition`);
      return price;
    },
  };
}

function classOf(method: string, price: CustomPrice): Endpoint["class"] {
  if (price.kind !== "free") return "VENDOR_SPEND";
  return method === "GET" ? "READ" : "OBJECT";
}

function literalWords(defined: readonly CustomEndpoint[]): ReadonlySet<string> {
  const segments = defined.flatMap(({ path }) => path.split("/"));
  return new Set(segments.filter((text) => text !== "" && !text.startsWith("{")).map(wordOf));
}

const wordOf = (segment: string): string => (/^[A-Za-z0-9_-]*/.exec(segment)?.[0] ?? "").toLowerCase();
