import { type FormTree, type FormValue, pathText } from "../form.ts";
import { parameterGrammars } from "./data/parameters.ts";

/**
 * What may stand in a body. In the data it is written as names separated by commas: `amount` is a value,
 * `expand[]` a list of values, `items[](price,quantity)` a list of containers, `shipping(name,phone)` a container,
 * `metadata{}` a map from any name to a value, `currency_options{}(unit_amount)` one to a container.
 */
export interface Parameter {
  readonly holds: "value" | "list" | "container" | "map";
  /** The names within, of each element where it is a list or a map; null where the elements are values. */
  readonly fields: ParameterFields | null;
}

export type ParameterFields = ReadonlyMap<string, Parameter>;

const parsed = new Map<string, ParameterFields>();

/** The parameters of an endpoint, or undefined where unknown ones may pass. Read from the data on first use. */
export function parametersOf(endpointName: string): ParameterFields | undefined {
  const known = parsed.get(endpointName);
  if (known !== undefined) return known;
  const grammar = parameterGrammars[endpointName];
  if (grammar === undefined) return undefined;
  const fields = parseGrammar(grammar);
  parsed.set(endpointName, fields);
  return fields;
}

/** Names the first field of a body that the endpoint does not take, or takes in another shape; null when all fit. */
export function unknownField(tree: FormTree, fields: ParameterFields): string | null {
  const path = findUnknown(tree, fields);
  return path === null ? null : pathText(path);
}

function findUnknown(tree: FormTree, fields: ParameterFields): string[] | null {
  for (const [name, value] of tree) {
    const parameter = fields.get(name);
    const inner = parameter === undefined ? [] : findMisfit(value, parameter);
    if (inner !== null) return [name, ...inner];
  }
  return null;
}

/** The path within `value` of what does not fit, empty when it is the value itself; null when it fits. */
function findMisfit(value: FormValue, { holds, fields }: Parameter): string[] | null {
  if (holds === "value") return typeof value === "string" ? null : [];
  // Stripe clears a list, a container or a map that is given as empty text.
  if (typeof value === "string") return value === "" ? null : [];
  if (holds === "container") return findUnknown(value, fields ?? new Map());
  let index = 0;
  for (const [key, element] of value) {
    // A list that skips or shuffles its numbers is read in more than one way.
    if (holds === "list" && key !== String(index)) return [key];
    index += 1;
    const inner = fields === null ? (typeof element === "string" ? null : []) : findElement(element, fields);
    if (inner !== null) return [key, ...inner];
  }
  return null;
}

const findElement = (element: FormValue, fields: ParameterFields) =>
  typeof element === "string" ? [] : findUnknown(element, fields);

function parseGrammar(grammar: string): ParameterFields {
  const tokens = grammar.match(/[a-z0-9_]+|\[\]|\{\}|[(),]/g) ?? [];
  let at = 0;
  const readFields = (): ParameterFields => {
    const fields = new Map<string, Parameter>();
    while (at < tokens.length && tokens[at] !== ")") {
      const name = tokens[at++] ?? "";
      const suffix = tokens[at] === "[]" || tokens[at] === "{}" ? tokens[at++] : undefined;
      let inner: ParameterFields | null = null;
      if (tokens[at] === "(") {
        at += 1;
        inner = readFields();
        at += 1; // the closing parenthesis
      }
      const single = inner === null ? "value" : "container";
      fields.set(name, { holds: suffix === "[]" ? "list" : suffix === "{}" ? "map" : single, fields: inner });
      if (tokens[at] === ",") at += 1;
    }
    return fields;
  };
  return readFields();
}
