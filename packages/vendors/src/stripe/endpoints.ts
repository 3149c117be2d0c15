import type { Endpoint } from "../vendor.ts";
import { endpointRows } from "./data/endpoints.ts";

const bodyLimitDefault = 64 * 1024;
/** Stripe takes files of up to 16 MB (https://docs.stripe.com/file-upload); the rest is room for the form around it. */
const bodyLimitUpload = 16 * 1024 * 1024 + bodyLimitDefault;

/** One segment that can be a Stripe id; free-text ids (coupons, products) included, an encoded character never. */
const idSegment = /^[A-Za-z0-9_\-.~@:+]{1,255}$/;

interface Branch {
  readonly literals: Map<string, Branch>;
  parameter: Branch | null;
  readonly endpoints: Map<string, Endpoint>;
}

const newBranch = (): Branch => ({ literals: new Map(), parameter: null, endpoints: new Map() });

export const endpoints: readonly Endpoint[] = endpointRows.map(([method, template, kind, label]) => ({
  name: `${method} ${template}`,
  method,
  template,
  class: kind,
  label,
  bodyLimit: template === "/v1/files" && method === "POST" ? bodyLimitUpload : bodyLimitDefault,
}));

const amountElsewhere = new Map<string, string>(
  endpointRows.flatMap(([method, template, , , amountIn]) =>
    amountIn === undefined ? [] : [[`${method} ${template}`, amountIn] as const],
  ),
);

/** The call that tells what an endpoint moves where its request does not: `GET /v1/charges/{id}`. */
export const amountIn = (endpointName: string): string | undefined => amountElsewhere.get(endpointName);

const root = newBranch();
for (const endpoint of endpoints) {
  let branch = root;
  for (const segment of endpoint.template.slice(1).split("/")) {
    const next = segment.startsWith("{") ? branch.parameter : branch.literals.get(segment);
    const made = next ?? newBranch();
    if (segment.startsWith("{")) branch.parameter = made;
    else branch.literals.set(segment, made);
    branch = made;
  }
  branch.endpoints.set(endpoint.method, endpoint);
}

/**
 * Finds the endpoint that a method and a path name. A literal wins over a parameter and there is no way back from
 * it: `search` is never an id, so `POST /v1/charges/search` is nothing, not an update of the charge "search".
 */
export function matchEndpoint(method: string, path: string): Endpoint | undefined {
  if (!path.startsWith("/")) return undefined;
  let branch = root;
  for (const segment of path.slice(1).split("/")) {
    const literal = branch.literals.get(segment);
    const next = literal ?? (isId(segment) ? branch.parameter : null);
    if (next === null) return undefined;
    branch = next;
  }
  return branch.endpoints.get(method);
}

/** The values of a matched path's parameters, in order. */
export function pathParameters(endpoint: Endpoint, path: string): string[] {
  const segments = path.split("/");
  return endpoint.template
    .split("/")
    .flatMap((part, index) => (part.startsWith("{") ? [segments[index] ?? ""] : []));
}

const isId = (segment: string) => idSegment.test(segment) && segment !== "." && segment !== "..";
