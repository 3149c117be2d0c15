import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
} from "graphql";
import type { VendorRequest } from "../../pricing.ts";
import { boundDocument, tokensMax } from "./bounds.ts";
import { checkOperation } from "./check.ts";
import { type Envelope, readEnvelope, Unfit } from "./envelope.ts";
import { type Fragments, type RootField, reachableFragments, rootFields } from "./root-fields.ts";
import { readValue, type Value, type Variables, valueOfJson } from "./value.ts";

/** The one operation of a call, and the bytes that will say it to the vendor. */
export interface Operation {
  readonly type: "QUERY" | "MUTATION";
  /** In the order of the document, fragments opened up. */
  readonly fields: readonly RootField[];
  readonly fragments: Fragments;
  /** JSON of the operation and the fragments it uses, and of nothing else that the caller's document may have held. */
  readonly body: Buffer;
}

export type OperationResult =
  | { readonly ok: true; readonly operation: Operation }
  | { readonly ok: false; readonly message: string; readonly status: number | undefined };

/** Reads a GraphQL call strictly: what could be read in two ways, or is not understood, is refused. */
export function readOperation(request: VendorRequest): OperationResult {
  try {
    return { ok: true, operation: read(readEnvelope(request)) };
  } catch (error) {
    if (error instanceof Unfit) return { ok: false, message: error.message, status: error.status };
    throw error;
  }
}

function read(envelope: Envelope): Operation {
  const document = parseDocument(envelope.query);
  const picked = pick(document.definitions, envelope.operationName);
  if (picked.operation === "subscription") throw new Unfit("Subscriptions are not accepted.");
  const fragments = fragmentsOf(document.definitions);
  const used = reachableFragments(picked.selectionSet, fragments);
  checkOperation(picked, used);
  const variables = resolveVariables(picked, envelope);
  const fields = rootFields(picked, { fragments, variables });
  const body: Record<string, string> = {
    query: JSON.stringify(print({ kind: Kind.DOCUMENT, definitions: [picked, ...used] })),
  };
  if (envelope.variablesText !== null) body.variables = envelope.variablesText;
  if (envelope.operationName !== null) body.operationName = JSON.stringify(envelope.operationName);
  const members = Object.entries(body).map(([name, text]) => `"${name}":${text}`);
  return {
    type: picked.operation === "mutation" ? "MUTATION" : "QUERY",
    fields,
    fragments,
    body: Buffer.from(`{${members.join(",")}}`),
  };
}

function parseDocument(query: string): DocumentNode {
  try {
    boundDocument(query);
    return parse(query, { noLocation: true, maxTokens: tokensMax });
  } catch (error) {
    if (error instanceof Unfit) throw error;
    throw new Unfit("The query is not a valid GraphQL document.");
  }
}

function pick(definitions: readonly DefinitionNode[], name: string | null): OperationDefinitionNode {
  const operations: OperationDefinitionNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else if (definition.kind !== Kind.FRAGMENT_DEFINITION) {
      throw new Unfit("The document may hold operations and fragments, and no definitions of types.");
    }
  }
  if (name === null && operations.length > 1) {
    throw new Unfit("The document holds several operations: name one with operationName.");
  }
  const named = name === null ? operations : operations.filter((operation) => operation.name?.value === name);
  const [picked] = named;
  if (picked === undefined) throw new Unfit("The document has no operation, or none of that operationName.");
  if (named.length > 1) throw new Unfit("The document has two operations of that name.");
  return picked;
}

function fragmentsOf(definitions: readonly DefinitionNode[]): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const name = definition.name.value;
    if (fragments.has(name)) throw new Unfit("The document has two fragments of one name.");
    fragments.set(name, definition);
  }
  return fragments;
}

/** Those that are declared are exactly those that are used; those that are sent are among them. */
function resolveVariables(operation: OperationDefinitionNode, { variables }: Envelope): Variables {
  const resolved = new Map<string, Value>();
  const declared = new Set<string>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (declared.has(name)) throw new Unfit("The operation declares the same variable twice.");
    declared.add(name);
    const sent = variables.get(name);
    const value = sent === undefined ? defaultValue && readValue(defaultValue, new Map()) : valueOfJson(sent);
    if (value !== undefined) resolved.set(name, value);
  }
  for (const name of variables.keys()) {
    if (!declared.has(name)) throw new Unfit("The variables hold one that the operation does not declare.");
  }
  return resolved;
}
