import type { Scope } from "../access.ts";
import type { AnyOperation, HttpRoute } from "../operation.ts";

/** An operation that service tokens reach. */
export type RestOperation = AnyOperation & {
  readonly http: HttpRoute;
  readonly access: { readonly scope: Scope };
};

/** @throws where an operation has an address and asks for no scope: any token would be let through */
export function restOperations(operations: readonly AnyOperation[]): readonly RestOperation[] {
  return operations.filter(isServed);
}

function isServed(operation: AnyOperation): operation is RestOperation {
  if (operation.http === undefined) return false;
  if (operation.access.scope === undefined) throw new Error(`${operation.name} is served and needs a scope`);
  return true;
}

export type RouteMatch =
  | {
      readonly kind: "found";
      readonly operation: RestOperation;
      readonly params: ReadonlyMap<string, string>;
    }
  | { readonly kind: "other_method"; readonly allowed: readonly string[] }
  | { readonly kind: "absent" };

/** Finds the operation of a method and a path below `/api/v1`; a literal path beats one with parameters. */
export function matchRoute(operations: readonly RestOperation[], method: string, path: string): RouteMatch {
  const candidates = operations
    .map((operation) => ({ operation, params: matchTemplate(operation.http.path, path) }))
    .filter((candidate) => candidate.params !== null)
    .sort((a, b) => (a.params?.size ?? 0) - (b.params?.size ?? 0));
  for (const { operation, params } of candidates) {
    if (params !== null && operation.http.method === method) return { kind: "found", operation, params };
  }
  if (candidates.length === 0) return { kind: "absent" };
  return {
    kind: "other_method",
    allowed: [...new Set(candidates.map(({ operation }) => operation.http.method))].sort(),
  };
}

/** Names of the parameters in a path template, in order. */
export function templateParams(template: string): string[] {
  return [...template.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1] ?? "");
}

function matchTemplate(template: string, path: string): Map<string, string> | null {
  const expected = template.split("/");
  const given = path.split("/");
  if (expected.length !== given.length) return null;
  const params = new Map<string, string>();
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? "";
    const [name] = templateParams(part);
    if (name === undefined) {
      if (part !== segment) return null;
      continue;
    }
    const value = decode(segment);
    if (value === null || value === "") return null;
    params.set(name, value);
  }
  return params;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
