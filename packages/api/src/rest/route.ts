import type { Download, Operation } from "../operation.ts";

export type AnyOperation = Operation | Download;

export type RouteMatch =
  | {
      readonly kind: "found";
      readonly operation: AnyOperation;
      readonly params: ReadonlyMap<string, string>;
    }
  | { readonly kind: "other_method"; readonly allowed: readonly string[] }
  | { readonly kind: "absent" };

/** Finds the operation of a method and a path below `/api/v1`; a literal path beats one with parameters. */
export function matchRoute(operations: readonly AnyOperation[], method: string, path: string): RouteMatch {
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
