import { createCatalogue } from "../catalogue.ts";
import type { Endpoint, EndpointClass } from "../endpoint.ts";
import { mutationsByClass } from "./data/mutations.ts";
import { queryNames } from "./data/queries.ts";
import { restRows } from "./data/rest.ts";
import { restClasses } from "./data/rest-classes.ts";

const bodyLimit = 64 * 1024;
export const apiPrefix = "/admin/api/{version}";
export const graphqlTemplate = `${apiPrefix}/graphql.json`;

/** The one path of all GraphQL: what a call does, the root fields of its document say. */
export const graphqlEndpoint: Endpoint = {
  name: `POST ${graphqlTemplate}`,
  method: "POST",
  template: graphqlTemplate,
  class: "DOCUMENT",
  label: "graphql",
  bodyLimit,
};

const classByMethod: Readonly<Record<string, EndpointClass>> = { GET: "READ", DELETE: "DESTRUCTIVE" };

const restEndpoints: readonly Endpoint[] = restRows.map(([method, template, label]) => ({
  name: `${method} ${apiPrefix}${template}`,
  method,
  template: `${apiPrefix}${template}`,
  class: restClasses[`${method} ${template}`] ?? classByMethod[method] ?? "OBJECT",
  label,
  bodyLimit,
}));

const operation = (type: "QUERY" | "MUTATION", field: string, kind: EndpointClass): Endpoint => ({
  name: `${type} ${field}`,
  method: "POST",
  template: graphqlTemplate,
  class: kind,
  label: field,
  bodyLimit,
});

const mutations = Object.entries(mutationsByClass).flatMap(([kind, names]) =>
  names.split(/\s+/).map((name) => operation("MUTATION", name, kind as EndpointClass)),
);
const queries = queryNames.map((name) => operation("QUERY", name, "READ"));
const operations = new Map([...mutations, ...queries].map((endpoint) => [endpoint.name, endpoint]));

export const endpoints: readonly Endpoint[] = [...mutations, ...queries, ...restEndpoints];

export const findOperation = (name: string): Endpoint | undefined => operations.get(name);

/** Versions come out with each quarter; `unstable` changes under a price and is no version. */
const version = /^20[0-9]{2}-(?:01|04|07|10)$/;
/** Ids are 64-bit integers; only checkouts go by tokens. */
const segmentShapes: Readonly<Record<string, RegExp>> = {
  version,
  token: /^[a-f0-9]{16,64}$/,
  checkout_id: /^[a-f0-9]{16,64}$/,
};
const numericId = /^[1-9][0-9]{0,19}$/;

const catalogue = createCatalogue([...restEndpoints, graphqlEndpoint], (segment) => segment !== "");

/** Unversioned paths and `/admin/oauth`, which hands out tokens, are nothing. */
export function matchEndpoint(method: string, path: string): Endpoint | undefined {
  const endpoint = catalogue.match(method, path);
  if (endpoint === undefined) return undefined;
  const segments = path.split("/");
  const fits = endpoint.template.split("/").every((part, index) => fitsSegment(part, segments[index] ?? ""));
  return fits ? endpoint : undefined;
}

/** `{id}.json` is a parameter with a literal after it, which the catalogue does not look at. */
function fitsSegment(part: string, segment: string): boolean {
  const [, name, suffix] = /^\{([a-z_]+)\}(.*)$/.exec(part) ?? [];
  if (name === undefined || suffix === undefined) return part === segment;
  if (!segment.endsWith(suffix)) return false;
  const value = segment.slice(0, segment.length - suffix.length);
  return (segmentShapes[name] ?? numericId).test(value);
}

/** The values of a path's parameters, in order, without what stands around them. */
export function idsIn(endpoint: Endpoint, path: string): string[] {
  const segments = path.split("/");
  return endpoint.template.split("/").flatMap((part, index) => {
    const end = part.indexOf("}");
    const segment = segments[index] ?? "";
    return part.startsWith("{") ? [segment.slice(0, segment.length - (part.length - end - 1))] : [];
  });
}
