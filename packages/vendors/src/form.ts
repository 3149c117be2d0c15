/**
 * Strict `application/x-www-form-urlencoded` with nested names (`items[0][price]`, `expand[]`). Two parsers that
 * read one body differently are how a proxy is bypassed, so whatever could be read in two ways is refused, and what
 * is sent on is written anew from the tree that was judged.
 */

/** A parsed body: text at the leaves, lists as maps with the keys `0`, `1`, … in order of appearance. */
export type FormTree = ReadonlyMap<string, FormValue>;
export type FormValue = string | FormTree;

export type FormResult =
  | { readonly ok: true; readonly tree: FormTree }
  /** `problem` completes the sentence "The body …", and is safe to show. */
  | { readonly ok: false; readonly problem: string };

type MutableTree = Map<string, string | MutableTree>;

/** Throws on what is not UTF-8, and keeps a byte order mark, which is then part of the first name. */
export const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const fieldsMax = 1000;
export const depthMax = 8;
const nestedName = /^[^[\]]+(?:\[[^[\]]*\])*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;
/** Names that reach an object's prototype in a vendor written in JavaScript, and in careless code of ours. */
export const prototypeNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Reads a form from its bytes, which must be UTF-8. */
export function parseFormBytes(bytes: Uint8Array): FormResult {
  let text: string;
  try {
    text = strictUtf8.decode(bytes);
  } catch {
    return { ok: false, problem: "is not valid UTF-8" };
  }
  return parseForm(text);
}

export function parseForm(text: string): FormResult {
  const root: MutableTree = new Map();
  if (text === "") return { ok: true, tree: root };
  const pairs = text.split("&", fieldsMax + 1);
  if (pairs.length > fieldsMax) return { ok: false, problem: `has more than ${fieldsMax} fields` };
  const appended = new Set<MutableTree>();
  for (const pair of pairs) {
    const problem = readPair(pair, root, appended);
    if (problem !== null) return { ok: false, problem };
  }
  return { ok: true, tree: root };
}

/** Writes a tree the one way that `parseForm` reads back as the same tree. */
export function serialiseForm(tree: FormTree): string {
  const pairs: string[] = [];
  for (const [name, value] of tree) write(pairs, encodeURIComponent(name), value);
  return pairs.join("&");
}

function write(pairs: string[], name: string, value: FormValue): void {
  if (typeof value === "string") {
    pairs.push(`${name}=${encodeURIComponent(value)}`);
    return;
  }
  for (const [key, inner] of value) write(pairs, `${name}[${encodeURIComponent(key)}]`, inner);
}

function readPair(pair: string, root: MutableTree, appended: Set<MutableTree>): string | null {
  const equals = pair.indexOf("=");
  if (equals === -1) return pair === "" ? "has an empty field (`&&`)" : "has a field without `=`";
  const name = decode(pair.slice(0, equals));
  const value = decode(pair.slice(equals + 1));
  if (name === null || value === null) return "has a percent sign that does not encode UTF-8";
  if (!nestedName.test(name) || controlCharacter.test(name)) return "has a field name that is malformed";
  if (value.includes("\0")) return "holds a NUL character";
  const bracket = name.indexOf("[");
  const path = bracket === -1 ? [name] : [name.slice(0, bracket), ...name.slice(bracket + 1, -1).split("][")];
  if (path.length > depthMax) return `nests deeper than ${depthMax} levels`;
  if (path.some((segment) => prototypeNames.has(segment))) return "names an object's prototype";
  return place({ root, appended }, path, value);
}

/** Null when a percent sign does not begin two hex digits, or the bytes are not UTF-8. */
function decode(text: string): string | null {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return null;
  }
}

interface Growing {
  readonly root: MutableTree;
  /** The lists made by `[]`, which may not be mixed with named or numbered keys. */
  readonly appended: Set<MutableTree>;
}

function place({ root, appended }: Growing, path: readonly string[], value: string): string | null {
  let at = root;
  for (const [index, segment] of path.entries()) {
    const last = index === path.length - 1;
    if (segment === "" ? at.size > 0 && !appended.has(at) : appended.has(at)) {
      return `mixes ${pathText(path)} with other keys of the same list`;
    }
    if (segment === "") appended.add(at);
    const key = segment === "" ? appendKey(at, path.slice(index + 1)) : segment;
    const existing = at.get(key);
    if (last) {
      if (existing !== undefined) return `repeats ${pathText(path)}`;
      at.set(key, value);
    } else if (existing === undefined) {
      const made: MutableTree = new Map();
      at.set(key, made);
      at = made;
    } else if (typeof existing === "string") {
      return `uses ${pathText(path)} both as a value and as a container`;
    } else {
      at = existing;
    }
  }
  return null;
}

/** The key that `[]` means: the last element while the field is not in it yet, as Rack reads it, else a new one. */
function appendKey(list: MutableTree, rest: readonly string[]): string {
  const last = list.get(String(list.size - 1));
  const continues = rest.length > 0 && last instanceof Map && !holds(last, rest);
  return String(continues ? list.size - 1 : list.size);
}

function holds(tree: MutableTree, path: readonly string[]): boolean {
  let at: string | MutableTree | undefined = tree;
  for (const segment of path) {
    if (segment === "") return false;
    if (typeof at === "string" || at === undefined) return at !== undefined;
    at = at.get(segment);
  }
  return at !== undefined;
}

/** A path as a message may show it: clipped, since its names are the caller's. */
export const pathText = (path: readonly string[]): string => {
  const [first = "", ...rest] = path;
  const text = `${first}${rest.map((segment) => `[${segment}]`).join("")}`;
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
};
