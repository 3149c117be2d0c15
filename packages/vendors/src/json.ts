import { type AnyNode, type ObjectNode, parse } from "@humanwhocodes/momoa";
import { depthMax, type FormTree, type FormValue, prototypeNames, strictUtf8 } from "./form.ts";

export type JsonResult =
  /** `tree` holds every value as the text that it was written with; `text` is the body written anew. */
  | { readonly ok: true; readonly tree: FormTree; readonly text: string }
  /** `problem` completes the sentence "The body …", and is safe to show. */
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a JSON object strictly: a name that stands twice means one thing to one parser and another to the next
 * (RFC 8259, section 4), so it is refused; numbers keep their text, since a double cannot hold every amount.
 *
 * Read by two parsers: `JSON.parse` is exact about the grammar but keeps only the last of two equal names, momoa
 * shows both names and each number's text but lets raw control characters pass.
 */
export function parseJsonObject(bytes: Uint8Array): JsonResult {
  return parseJson(bytes, "Object");
}

/** The same for a body that is a list; in `tree` it is what any list within a body is. */
export function parseJsonArray(bytes: Uint8Array): JsonResult {
  return parseJson(bytes, "Array");
}

function parseJson(bytes: Uint8Array, expected: "Object" | "Array"): JsonResult {
  let source: string;
  try {
    source = strictUtf8.decode(bytes);
    JSON.parse(source);
  } catch {
    return { ok: false, problem: "is not valid JSON in UTF-8" };
  }
  if (deepest(source) > depthMax) return { ok: false, problem: `nests deeper than ${depthMax} levels` };
  const { body } = parse(source, { mode: "json", ranges: true });
  if (body.type !== expected) return { ok: false, problem: `is not a JSON ${expected.toLowerCase()}` };
  try {
    const { value, text } = readValue(body, source);
    // Both expected kinds are read as a tree.
    return typeof value === "string"
      ? { ok: false, problem: "is not plain JSON" }
      : { ok: true, tree: value, text };
  } catch (error) {
    if (error instanceof Unfit) return { ok: false, problem: error.message };
    throw error;
  }
}

/** Unwinds the recursion below; never leaves this file. */
class Unfit extends Error {}

interface Read {
  readonly tree: FormTree;
  readonly text: string;
}

function readObject(node: ObjectNode, source: string): Read {
  const tree = new Map<string, FormValue>();
  const members = node.members.map(({ name, value }) => {
    const key = name.type === "String" ? name.value : "";
    if (prototypeNames.has(key)) throw new Unfit("names an object's prototype");
    if (key.includes("\0")) throw new Unfit("holds a NUL character");
    if (tree.has(key)) throw new Unfit("has the same name twice in one object");
    const read = readValue(value, source);
    tree.set(key, read.value);
    return `${JSON.stringify(key)}:${read.text}`;
  });
  return { tree, text: `{${members.join(",")}}` };
}

function readValue(node: AnyNode, source: string): { readonly value: FormValue; readonly text: string } {
  switch (node.type) {
    case "Object": {
      const { tree, text } = readObject(node, source);
      return { value: tree, text };
    }
    case "Array": {
      const items = node.elements.map(({ value }) => readValue(value, source));
      const tree = new Map(items.map(({ value }, index) => [String(index), value] as const));
      return { value: tree, text: `[${items.map(({ text }) => text).join(",")}]` };
    }
    case "String":
      if (node.value.includes("\0")) throw new Unfit("holds a NUL character");
      return { value: node.value, text: JSON.stringify(node.value) };
    case "Number": {
      const text = source.slice(...(node.range ?? []));
      return { value: text, text };
    }
    case "Boolean":
      return { value: String(node.value), text: String(node.value) };
    case "Null":
      return { value: "", text: "null" };
    default:
      throw new Unfit("is not plain JSON");
  }
}

/** How deep valid JSON nests; counted before momoa reads it, which recurses once a level. */
function deepest(source: string): number {
  let depth = 0;
  let most = 0;
  for (const [token] of source.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === "{" || token === "[") most = Math.max(most, ++depth);
    else if (token === "}" || token === "]") depth -= 1;
  }
  return most;
}
