import ts from "typescript5";

/** What may stand at one place of a body, gathered over the members of a union. */
interface Node {
  scalar: boolean;
  list: boolean;
  record: boolean;
  readonly fields: Map<string, Node>;
}

const emptyNode = (): Node => ({ scalar: false, list: false, record: false, fields: new Map() });

/** The parameters of all overloads together, in the grammar of `src/stripe/parameters.ts`. */
export function parameterGrammar(checker: ts.TypeChecker, overloads: readonly ts.Type[]): string {
  const root = emptyNode();
  for (const type of overloads) gather(checker, type, root);
  return writeFields(root);
}

function gather(checker: ts.TypeChecker, type: ts.Type, into: Node): void {
  for (const member of type.isUnion() ? type.types : [type]) {
    if (isNothing(member)) continue;
    if (isScalar(member)) {
      into.scalar = true;
    } else if (checker.isArrayType(member)) {
      const [item] = checker.getTypeArguments(member as ts.TypeReference); // isArrayType has just said so
      if (item === undefined) throw new Error("an array without an item type");
      into.list = true;
      gatherItems(checker, item, into);
    } else {
      gatherObject(checker, member, into);
    }
  }
}

function gatherItems(checker: ts.TypeChecker, type: ts.Type, into: Node): void {
  const item = emptyNode();
  gather(checker, type, item);
  for (const [name, field] of item.fields) into.fields.set(name, field);
}

function gatherObject(checker: ts.TypeChecker, type: ts.Type, into: Node): void {
  const values = type.getStringIndexType();
  if (values !== undefined) {
    into.record = true;
    gatherItems(checker, values, into);
  }
  for (const property of type.getProperties()) {
    const node = into.fields.get(property.name) ?? emptyNode();
    gather(checker, checker.getTypeOfSymbol(property), node);
    into.fields.set(property.name, node);
  }
}

/** `undefined`, `null` and the empty string, with which a value of any kind may be cleared. */
const isNothing = (type: ts.Type) =>
  (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0 ||
  (type.isStringLiteral() && type.value === "");

/** Text, numbers, switches, the SDK's decimals, and its `string & {}` for open enumerations. */
const isScalar = (type: ts.Type): boolean =>
  (type.flags &
    (ts.TypeFlags.StringLike |
      ts.TypeFlags.NumberLike |
      ts.TypeFlags.BooleanLike |
      ts.TypeFlags.BigIntLike)) !==
    0 ||
  type.aliasSymbol?.name === "Decimal" ||
  (type.isIntersection() && type.types.some(isScalar));

function writeFields(node: Node): string {
  return [...node.fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => {
      if (!/^[a-z0-9_]+$/.test(name)) throw new Error(`no field of Stripe is called ${name}`);
      const container = field.list ? "[]" : field.record ? "{}" : "";
      if (field.scalar && (container !== "" || field.fields.size > 0)) {
        throw new Error(`${name} takes text or a container, which the grammar has no way to say`);
      }
      return `${name}${container}${field.fields.size > 0 ? `(${writeFields(field)})` : ""}`;
    })
    .join(",");
}
