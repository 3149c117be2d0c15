import type { Account } from "./account.ts";
import { invalid, type Reply, type WireObject } from "./replies.ts";

const LEVELS_MAX = 4;

type Expanded =
  | { readonly ok: true; readonly body: WireObject }
  | { readonly ok: false; readonly reply: Reply };

class NotExpandable extends Error {}

/**
 * Puts objects in the place of their ids, as `expand[]` asks (docs.stripe.com/api/expanding_objects): dotted paths,
 * `data.` inside lists, four levels deep.
 */
export function expandBody(account: Account, body: WireObject, paths: readonly string[]): Expanded {
  try {
    let expanded = body;
    for (const path of paths) {
      const names = path.split(".");
      if (names.length > LEVELS_MAX)
        throw new NotExpandable("You cannot expand more than 4 levels of a property.");
      expanded = expandObject(account, expanded, names);
    }
    return { ok: true, body: expanded };
  } catch (error) {
    if (!(error instanceof NotExpandable)) throw error;
    return { ok: false, reply: invalid("expand", "property_cannot_be_expanded", error.message) };
  }
}

function expandObject(account: Account, body: WireObject, names: readonly string[]): WireObject {
  const [name, ...rest] = names;
  if (name === undefined) return body;
  const value = body[name];
  if (name === "id" || value === undefined || typeof value === "number" || typeof value === "boolean") {
    throw new NotExpandable(`This property cannot be expanded (${name}).`);
  }
  return { ...body, [name]: expandValue(account, value, rest) };
}

function expandValue(account: Account, value: unknown, rest: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => expandValue(account, element, rest));
  const object = typeof value === "string" ? account.render(value) : value;
  if (isObject(object)) return rest.length === 0 ? object : expandObject(account, object, rest);
  if (object === undefined) throw new NotExpandable("This property cannot be expanded.");
  return object;
}

function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null;
}
