import { createCatalogue } from "../catalogue.ts";
import type { Endpoint } from "../endpoint.ts";
import { type EndpointRow, endpointRows, secretRows } from "./data/endpoints.ts";
import { fieldNames } from "./data/fields.ts";

export const apiHost = "api.twilio.com";

const bodyLimit = 64 * 1024;
const version2010 = "/2010-04-01";

const endpointOf = ([method, template, kind, label]: EndpointRow): Endpoint => ({
  name: `${method} ${template}`,
  method,
  template,
  class: kind,
  label,
  bodyLimit,
});

/** What a key may be allowed. */
export const endpoints: readonly Endpoint[] = endpointRows.map(endpointOf);

/** What answers with a secret or makes credentials; it has a name for the audit row, and no key may have it. */
const secretEndpoints = secretRows.map(endpointOf);
const secretNames: ReadonlySet<string> = new Set(secretEndpoints.map(({ name }) => name));

export const isSecretEndpoint = ({ name }: Endpoint): boolean => secretNames.has(name);

const jsonNames: ReadonlySet<string> = new Set(
  [...endpointRows, ...secretRows].flatMap(([method, template, , , body]) =>
    body === "json" ? [`${method} ${template}`] : [],
  ),
);

export const takesJson = ({ name }: Endpoint): boolean => jsonNames.has(name);

/** The hosts of the catalogue: nothing is ever sent to another one, and only links to these are rewritten. */
export const hosts: ReadonlySet<string> = new Set(
  [...endpoints, ...secretEndpoints].map(({ template }) => hostOf(template)),
);

function hostOf(template: string): string {
  return template.startsWith("/") ? apiHost : template.slice(0, template.indexOf("/"));
}

/**
 * A path as it is matched: the host first, always, and the `.json` of API 2010 as a segment of its own, so that
 * `Messages/{Sid}.json` has a parameter and `Messages/Local.json` a literal.
 */
function internalPath(path: string): string {
  const withHost = path.startsWith(`${version2010}/`) ? `/${apiHost}${path}` : path;
  if (!withHost.startsWith(`/${apiHost}${version2010}/`)) return withHost;
  return withHost.endsWith(".json") ? `${withHost.slice(0, -".json".length)}/.json` : `${withHost}/`;
}

/** SIDs, E.164 numbers, country codes, dates and names that people chose; an encoded character never. */
const parameterSegment = /^[A-Za-z0-9_\-.~@:+,=]{1,255}$/;

const isParameter = (segment: string) =>
  parameterSegment.test(segment) && !segment.startsWith(".") && !segment.endsWith(".json");

const byInternalName = new Map<string, Endpoint>();
const internal = [...endpoints, ...secretEndpoints].map((endpoint) => {
  const { method, template } = endpoint;
  const inner = internalPath(template.startsWith("/") ? template : `/${template}`);
  const name = `${method} ${inner}`;
  byInternalName.set(name, endpoint);
  return { ...endpoint, name, template: inner };
});
const catalogue = createCatalogue(internal, isParameter);

export function matchEndpoint(method: string, path: string): Endpoint | undefined {
  const found = catalogue.match(method, internalPath(path));
  return found === undefined ? undefined : byInternalName.get(found.name);
}

/** A request's path in its parts. */
export interface Address {
  readonly host: string;
  /** Without the host. */
  readonly path: string;
  /** The template's parameters and what stands in their places, in order. */
  readonly parameters: ReadonlyArray<readonly [name: string, value: string]>;
}

export function addressOf({ template }: Endpoint, path: string): Address {
  const host = hostOf(template);
  const bare = path.startsWith(`/${host}/`) ? path.slice(host.length + 1) : path;
  const segments = bare.split("/");
  const parts = template.slice(template.indexOf("/")).split("/");
  const parameters = parts.flatMap((part, index) => {
    const name = /^\{(\w+)\}(\.json)?$/.exec(part)?.[1];
    if (name === undefined) return [];
    const segment = segments[index] ?? "";
    return [[name, part.endsWith(".json") ? segment.slice(0, -".json".length) : segment] as const];
  });
  return { host, path: bare, parameters };
}

/** Which fields an endpoint takes, and whether each may be repeated; undefined where unknown ones may pass. */
export function fieldsOf({ name }: Endpoint): ReadonlyMap<string, boolean> | undefined {
  const known = parsedFields.get(name);
  if (known !== undefined) return known;
  const text = fieldNames[name];
  if (text === undefined) return undefined;
  const fields = new Map(
    text
      .split(" ")
      .filter((field) => field !== "")
      .map((field) => [field.replace("[]", ""), field.endsWith("[]")] as const),
  );
  parsedFields.set(name, fields);
  return fields;
}

const parsedFields = new Map<string, ReadonlyMap<string, boolean>>();
