import type { Handler } from "./call.ts";

export interface Route {
  readonly method: string;
  /** `{name}` stands for one segment. */
  readonly template: string;
  readonly handle: Handler;
}

export const route = (name: string, handle: Handler): Route => {
  const space = name.indexOf(" ");
  return { method: name.slice(0, space), template: name.slice(space + 1), handle };
};

export interface RouteMatch {
  readonly handle: Handler;
  readonly name: string;
  readonly ids: readonly string[];
}

/** Finds the handler of a path; of several templates that fit, the one with fewer variable segments. */
export class Router {
  readonly #routes: ReadonlyArray<Route & { readonly parts: readonly string[] }>;

  constructor(routes: readonly Route[]) {
    const variables = ({ template }: Route) => template.split("{").length;
    this.#routes = routes
      .map((one) => ({ ...one, parts: one.template.split("/").slice(1) }))
      .sort((a, b) => variables(a) - variables(b));
  }

  match(method: string, path: string): RouteMatch | null {
    const segments = readSegments(path);
    if (segments === null) return null;
    const fits = this.#routes.find(
      (one) =>
        one.method === method &&
        one.parts.length === segments.length &&
        one.parts.every((part, index) => part.startsWith("{") || part === segments[index]),
    );
    if (fits === undefined) return null;
    const ids = segments.filter((_, index) => fits.parts[index]?.startsWith("{"));
    return { handle: fits.handle, name: `${fits.method} ${fits.template}`, ids };
  }
}

/**
 * Reads a path as loosely as any server might: decoded, empty and dot segments resolved. A path that slipped past the
 * proxy in disguise then reaches its target here, and the log shows it.
 */
function readSegments(path: string): string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const segments: string[] = [];
  for (const segment of decoded.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments;
}
