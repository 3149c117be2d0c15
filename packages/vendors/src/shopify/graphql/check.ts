import {
  type ArgumentNode,
  type ASTNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import { Unfit } from "./envelope.ts";
import { flatten } from "./root-fields.ts";

/**
 * What makes a document mean the same to everybody who reads it: no name twice in one place, no directive that is not
 * understood, and each declared variable used. `@include` and `@skip` pass, and are priced as if everything were
 * included.
 */
export function checkOperation(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): void {
  const used = new Set<string>();
  const roots = new Set<FieldNode>(
    operation.operation === "mutation"
      ? flatten(
          operation.selectionSet,
          new Map(fragments.map((fragment) => [fragment.name.value, fragment] as const)),
        )
      : [],
  );
  for (const definition of [operation, ...fragments]) {
    visit(definition, {
      enter(node) {
        checkNode(node, roots);
        if (node.kind === Kind.VARIABLE_DEFINITION) {
          if ((node.directives ?? []).length > 0) throw new Unfit(UNKNOWN_DIRECTIVE);
          return false;
        }
        if (node.kind === Kind.VARIABLE) used.add(node.name.value);
        return undefined;
      },
    });
  }
  const declared = new Set((operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value));
  for (const name of used) {
    if (!declared.has(name)) throw new Unfit("The operation uses a variable that it does not declare.");
  }
  if (declared.size > used.size) throw new Unfit("The operation declares a variable that it does not use.");
}

const UNKNOWN_DIRECTIVE =
  "Only the directives @idempotent, @include and @skip are accepted, where they belong.";

function checkNode(node: ASTNode, roots: ReadonlySet<FieldNode>): void {
  if (node.kind === Kind.OBJECT) checkUnique(node.fields);
  if (node.kind === Kind.FIELD) checkUnique(node.arguments ?? []);
  if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION) {
    if ((node.directives ?? []).length > 0) throw new Unfit(UNKNOWN_DIRECTIVE);
  }
  if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_SPREAD || node.kind === Kind.INLINE_FRAGMENT) {
    checkUnique(node.directives ?? []);
    const mayRepeat = node.kind === Kind.FIELD && roots.has(node);
    for (const directive of node.directives ?? []) checkDirective(directive, mayRepeat);
  }
}

function checkUnique(nodes: ReadonlyArray<{ readonly name: { readonly value: string } }>): void {
  if (new Set(nodes.map(({ name }) => name.value)).size < nodes.length) {
    throw new Unfit("The document has the same name twice in one place.");
  }
}

function checkDirective({ name, arguments: given = [] }: DirectiveNode, isRootMutation: boolean): void {
  const isSwitch = name.value === "include" || name.value === "skip";
  const isIdempotent = name.value === "idempotent" && isRootMutation;
  if ((!isSwitch && !isIdempotent) || !isOnly(given, isSwitch ? "if" : "key")) {
    throw new Unfit(UNKNOWN_DIRECTIVE);
  }
}

const isOnly = (given: readonly ArgumentNode[], name: string) =>
  given.length === 1 && given[0]?.name.value === name;
