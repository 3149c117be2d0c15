import type { EndpointClass } from "../src/endpoint.ts";
import { endpointRows } from "../src/stripe/data/endpoints.ts";
import type { SdkCall } from "./sdk-calls.ts";

/** Two names of one shape are one endpoint: `{id}` and `{customer}` say the same. */
export const shape = (name: string): string => name.replaceAll(/\{[^}]*\}/g, "{}");

/** What is classified, by shape. */
export const stripeCatalogue: ReadonlyMap<string, { readonly name: string; readonly kind: EndpointClass }> =
  new Map(
    endpointRows.map(([method, template, kind]) => {
      const name = `${method} ${template}`;
      return [shape(name), { name, kind }] as const;
    }),
  );

/** A line for each call of an SDK that nobody has classified. */
export const unclassified = (calls: ReadonlyArray<Pick<SdkCall, "name" | "label">>): string[] =>
  calls
    .filter(({ name }) => !stripeCatalogue.has(shape(name)))
    .map(({ name, label }) => `not in src/stripe/data/endpoints.ts, classify it by hand: ${name} (${label})`);
