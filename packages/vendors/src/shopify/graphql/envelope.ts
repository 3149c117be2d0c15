import { parse } from "@humanwhocodes/momoa";
import { type FormTree, strictUtf8 } from "../../form.ts";
import { parseJsonObject } from "../../json.ts";
import type { VendorRequest } from "../../pricing.ts";

/** The JSON around a GraphQL document. */
export interface Envelope {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: FormTree;
  /** The variables written anew, each number as it stood; null where there are none. */
  readonly variablesText: string | null;
}

/** Unwinds the readers of a document with a sentence that is safe to show; never leaves this folder. */
export class Unfit extends Error {
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

const jsonType = /^application\/json(?:; ?charset=utf-8)?$/i;

/**
 * Reads the body of a GraphQL call: one JSON object of `query`, `variables` and `operationName`. What would name a
 * document in another way (a batch, a persisted query's hash, the query string, a raw body) is refused.
 */
export function readEnvelope({ body, query, headers }: VendorRequest): Envelope {
  if (query !== "") throw new Unfit("GraphQL calls take no query string: send the document in the body.");
  if (!jsonType.test(headers.get("content-type") ?? "")) {
    throw new Unfit("GraphQL calls take a body of Content-Type application/json, and no other.", 415);
  }
  const members = readMembers(body);
  const text = members.get("query");
  if (typeof text !== "string" || !text.startsWith('"')) {
    throw new Unfit("The body needs the text of a document as its query; a hash alone names nothing.");
  }
  return {
    query: JSON.parse(text),
    operationName: readName(members.get("operationName")),
    ...readVariables(members.get("variables")),
  };
}

const known = new Set(["query", "variables", "operationName", "extensions"]);

/** The members of the outermost object, each as the source text of its value. */
function readMembers(body: Buffer): Map<string, string> {
  const members = new Map<string, string>();
  for (const [name, value] of splitObject(body)) {
    if (!known.has(name))
      throw new Unfit("The body has a member that is not query, variables or operationName.");
    if (members.has(name)) throw new Unfit("The body has the same name twice in one object.");
    members.set(name, value);
  }
  if ((members.get("extensions") ?? "null") !== "null") {
    throw new Unfit(
      "Extensions, such as a persisted query's hash, are not accepted: send the document itself.",
    );
  }
  return members;
}

function splitObject(body: Buffer): [name: string, value: string][] {
  let source: string;
  let root: ReturnType<typeof parse>["body"];
  try {
    source = strictUtf8.decode(body);
    // momoa lets raw control characters pass; JSON.parse knows the grammar.
    JSON.parse(source);
    root = parse(source, { mode: "json", ranges: true }).body;
  } catch {
    throw new Unfit("The body is not valid JSON in UTF-8, or nests too deep.");
  }
  if (root.type !== "Object") throw new Unfit("The body must be one JSON object: batches are not accepted.");
  return root.members.map(({ name, value }) => [
    name.type === "String" ? name.value : "",
    source.slice(...(value.range ?? [])),
  ]);
}

function readName(text: string | undefined): string | null {
  const name: unknown = text === undefined ? null : JSON.parse(text);
  if (name !== null && typeof name !== "string") throw new Unfit("The operationName is not a string.");
  return name;
}

function readVariables(text: string | undefined): Pick<Envelope, "variables" | "variablesText"> {
  if (text === undefined || text === "null") return { variables: new Map(), variablesText: null };
  const read = parseJsonObject(Buffer.from(text));
  if (!read.ok) throw new Unfit(`The JSON of the variables ${read.problem}.`);
  return { variables: read.tree, variablesText: read.text };
}
