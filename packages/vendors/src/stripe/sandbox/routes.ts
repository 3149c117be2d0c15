import type { Call } from "./call.ts";
import type { Reply } from "./replies.ts";

type Handler = (call: Call) => Reply;

export interface Route {
  readonly method: string;
  /** `{name}` stands for one segment. */
  readonly template: string;
  readonly handle: Handler;
}

export const get = (template: string, handle: Handler): Route => ({ method: "GET", template, handle });
export const post = (template: string, handle: Handler): Route => ({ method: "POST", template, handle });
export const del = (template: string, handle: Handler): Route => ({ method: "DELETE", template, handle });

interface Node {
  readonly literals: Map<string, Node>;
  variable: Node | null;
  readonly handlers: Map<string, Handler>;
}

export interface RouteMatch {
  readonly handle: Handler;
  /** The variable segments, in order. */
  readonly ids: readonly string[];
}

/** Finds the handler of a path; literal segments beat variable ones (`/v1/invoices/create_preview`). */
export class Router {
  readonly #root = emptyNode();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route);
  }

  match(method: string, path: string): RouteMatch | null {
    const segments = readSegments(path);
    if (segments === null) return null;
    const ids: string[] = [];
    let node: Node | null = this.#root;
    for (const segment of segments) {
      const literal: Node | undefined = node.literals.get(segment);
      if (literal === undefined) ids.push(segment);
      node = literal ?? node.variable;
      if (node === null) return null;
    }
    const handle = node.handlers.get(method);
    return handle === undefined ? null : { handle, ids };
  }

  #add(route: Route): void {
    let node = this.#root;
    for (const segment of route.template.split("/").slice(1)) node = childFor(node, segment);
    if (node.handlers.has(route.method)) throw new Error(`two routes for ${route.method} ${route.template}`);
    node.handlers.set(route.method, route.handle);
  }
}

/**
 * Reads a path as loosely as any server might: decoded, empty and dot segments resolved. A path that slipped past the
 * proxy in disguise then reaches its target here, and the log shows it, instead of dying as a harmless 404.
 */
function readSegments(path: string): string[] | null {
  const decoded = decodePath(path);
  if (decoded === null) return null;
  const segments: string[] = [];
  for (const segment of decoded.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments;
}

function decodePath(path: string): string | null {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function childFor(node: Node, segment: string): Node {
  if (segment.startsWith("{")) {
    node.variable ??= emptyNode();
    return node.variable;
  }
  const present = node.literals.get(segment);
  if (present !== undefined) return present;
  const fresh = emptyNode();
  node.literals.set(segment, fresh);
  return fresh;
}

function emptyNode(): Node {
  return { literals: new Map(), variable: null, handlers: new Map() };
}
