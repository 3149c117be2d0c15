import { Kind, type ValueNode } from "graphql";
import type { FormValue } from "../../form.ts";

/** An argument as it will reach the vendor, variables put in: scalars as their text, enums and booleans too. */
export type Value = string | null | readonly Value[] | ValueObject;
export type ValueObject = ReadonlyMap<string, Value>;

/** The values of declared variables; what is neither sent nor defaulted is not in it. */
export type Variables = ReadonlyMap<string, Value>;

/**
 * A value of the document. Undefined for a variable without a value: the vendor takes the field as not given.
 * Objects are known to name no field twice.
 */
export function readValue(node: ValueNode, variables: Variables): Value | undefined {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables.get(node.name.value);
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((item) => readValue(item, variables) ?? null);
    case Kind.OBJECT: {
      const object = new Map<string, Value>();
      for (const field of node.fields) {
        const value = readValue(field.value, variables);
        if (value !== undefined) object.set(field.name.value, value);
      }
      return object;
    }
    default:
      return String(node.value);
  }
}

/** A value of the JSON beside the document, where `json.ts` has made text of every scalar and "" of null. */
export function valueOfJson(json: FormValue): Value {
  if (typeof json === "string") return json === "" ? null : json;
  const isList = [...json.keys()].every((key, index) => key === String(index));
  if (isList) return [...json.values()].map(valueOfJson);
  return new Map([...json].map(([name, value]) => [name, valueOfJson(value)]));
}

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

export const isObject = (value: Value | undefined): value is ValueObject => value instanceof Map;

/** Where GraphQL takes a list it also takes one item (https://spec.graphql.org/October2021/#sec-List.Input-Coercion). */
export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

/** The value at a path of names; undefined where there is none. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let at = value;
  for (const name of path) at = isObject(at) ? at.get(name) : undefined;
  return at;
}

export function textAt(value: Value | undefined, ...path: readonly string[]): string | null {
  const at = valueAt(value, ...path);
  return typeof at === "string" ? at : null;
}
