import type { Endpoint } from "./endpoint.ts";

/** A vendor's endpoints, and how a request finds its own. */
export interface Catalogue {
  readonly endpoints: readonly Endpoint[];
  /**
   * Finds the endpoint that a method and a path name. A literal wins over a parameter and there is no way back from
   * it: `search` is never an id, so `POST /v1/charges/search` is nothing, not an update of the charge "search".
   */
  match(method: string, path: string): Endpoint | undefined;
}

interface Branch {
  readonly literals: Map<string, Branch>;
  parameter: Branch | null;
  readonly endpoints: Map<string, Endpoint>;
}

const newBranch = (): Branch => ({ literals: new Map(), parameter: null, endpoints: new Map() });

/** @param isParameter whether a segment can stand where the template has a `{parameter}` */
export function createCatalogue(
  endpoints: readonly Endpoint[],
  isParameter: (segment: string) => boolean,
): Catalogue {
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
  return {
    endpoints,
    match(method, path) {
      if (!path.startsWith("/")) return undefined;
      let branch = root;
      for (const segment of path.slice(1).split("/")) {
        const literal = branch.literals.get(segment);
        const next = literal ?? (isParameter(segment) ? branch.parameter : null);
        if (next === null) return undefined;
        branch = next;
      }
      return branch.endpoints.get(method);
    },
  };
}

/** The values of a matched path's parameters, in order. */
export function pathParameters(endpoint: Endpoint, path: string): string[] {
  const segments = path.split("/");
  return endpoint.template
    .split("/")
    .flatMap((part, index) => (part.startsWith("{") ? [segments[index] ?? ""] : []));
}
