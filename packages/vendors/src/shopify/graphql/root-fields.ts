import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { Unfit } from "./envelope.ts";
import { readValue, type Value, type ValueObject, type Variables } from "./value.ts";

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** A field of the root, as it will be executed. */
export interface RootField {
  readonly name: string;
  /** Its alias, or its name: where the answer holds its result. */
  readonly responseKey: string;
  readonly arguments: ValueObject;
  /** Of its `@idempotent`; null without one, or without a value. */
  readonly idempotencyKey: string | null;
  readonly node: FieldNode;
}

const fieldsMax = 20;
const selectionsMax = 200;

interface Scope {
  readonly fragments: Fragments;
  readonly variables: Variables;
}

/** The root fields of an operation, through aliases, fragments and inline fragments; `__typename` is none. */
export function rootFields(operation: OperationDefinitionNode, scope: Scope): RootField[] {
  const nodes = flatten(operation.selectionSet, scope.fragments).filter(
    ({ name }) => name.value !== "__typename",
  );
  if (nodes.length === 0) throw new Unfit("The operation asks for nothing but __typename.");
  if (nodes.length > fieldsMax) throw new Unfit(`The operation has more than ${fieldsMax} root fields.`);
  const fields = nodes.map((node) => readField(node, scope.variables));
  const keys = new Set(fields.map(({ responseKey }) => responseKey));
  if (operation.operation === "mutation" && keys.size < fields.length) {
    throw new Unfit("Two mutations would answer under one name: give each an alias of its own.");
  }
  return fields;
}

/** The fields of a selection with its fragments opened up, whatever their type condition and `@include` say. */
export function flatten(selectionSet: SelectionSetNode, fragments: Fragments): FieldNode[] {
  const fields: FieldNode[] = [];
  let seen = 0;
  const open = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      seen += 1;
      if (seen > selectionsMax) throw new Unfit(`A selection opens up to more than ${selectionsMax} fields.`);
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) open(selection.selectionSet);
      else open(fragmentOf(selection.name.value, fragments).selectionSet);
    }
  };
  open(selectionSet);
  return fields;
}

/** Every fragment that a selection uses, each once. A cycle among them is refused. */
export function reachableFragments(
  selectionSet: SelectionSetNode,
  fragments: Fragments,
): FragmentDefinitionNode[] {
  const done = new Set<FragmentDefinitionNode>();
  const open = new Set<string>();
  const walk = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        if (selection.selectionSet !== undefined) walk(selection.selectionSet);
        continue;
      }
      const name = selection.name.value;
      const fragment = fragmentOf(name, fragments);
      if (open.has(name)) throw new Unfit("A fragment of the document contains itself.");
      if (done.has(fragment)) continue;
      open.add(name);
      walk(fragment.selectionSet);
      open.delete(name);
      done.add(fragment);
    }
  };
  walk(selectionSet);
  return [...done];
}

function fragmentOf(name: string, fragments: Fragments): FragmentDefinitionNode {
  const fragment = fragments.get(name);
  if (fragment === undefined) throw new Unfit("The document uses a fragment that it does not define.");
  return fragment;
}

function readField(node: FieldNode, variables: Variables): RootField {
  const values = new Map<string, Value>();
  for (const { name, value } of node.arguments ?? []) {
    const resolved = readValue(value, variables);
    if (resolved !== undefined) values.set(name.value, resolved);
  }
  const idempotent = node.directives?.find(({ name }) => name.value === "idempotent");
  const key = idempotent?.arguments?.[0];
  const keyValue = key === undefined ? undefined : readValue(key.value, variables);
  return {
    name: node.name.value,
    responseKey: node.alias?.value ?? node.name.value,
    arguments: values,
    idempotencyKey: typeof keyValue === "string" ? keyValue : null,
    node,
  };
}

/** Whether a field's answer will hold what is at a path of names, whatever aliases it has there. */
export function selects(node: FieldNode, fragments: Fragments, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const below = node.selectionSet === undefined ? [] : flatten(node.selectionSet, fragments);
  const found = below.find((field) => field.name.value === name);
  return found !== undefined && (found.directives ?? []).length === 0 && selects(found, fragments, rest);
}
