import { readFileSync } from "node:fs";
import ts from "typescript5";

/** One request that a method of the Resend SDK makes. */
export interface ResendCall {
  /** `GET /emails/{id}` */
  readonly name: string;
  /** `emails.get` */
  readonly label: string;
}

const verbs: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete"]);
/** Helpers that put a query behind the path which is their first argument. */
const queryHelpers: ReadonlySet<string> = new Set(["buildPaginationUrl", "buildInboxCursorUrl"]);

/** Reads every `this.resend.<verb>(path, …)` of the SDK, which is one file of plain JavaScript. */
export function readResendCalls(file: string): ResendCall[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const classes = readClasses(source);
  const accessors = readAccessors(classes);
  const found = new Map<string, ResendCall>();
  for (const [className, declaration] of classes) {
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member)) continue;
      for (const name of requestsOf(member)) {
        // Some methods go over other methods' requests; the one that is named first keeps the label.
        if (found.has(name)) continue;
        found.set(name, { name, label: `${accessors.get(className) ?? className}.${member.name.getText()}` });
      }
    }
  }
  return [...found.values()];
}

function readClasses(source: ts.SourceFile): Map<string, ts.ClassExpression> {
  const classes = new Map<string, ts.ClassExpression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isClassExpression(node.initializer)) {
      classes.set(node.name.getText(), node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return classes;
}

/** `this.imports = new ContactImports(…)` in Contacts, which is `contacts` itself, is `contacts.imports`. */
function readAccessors(classes: ReadonlyMap<string, ts.ClassExpression>): Map<string, string> {
  const accessors = new Map<string, string>();
  const follow = (className: string, prefix: string): void => {
    const visit = (node: ts.Node): void => {
      if (
        ts.isBinaryExpression(node) &&
        ts.isPropertyAccessExpression(node.left) &&
        node.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
        ts.isNewExpression(node.right) &&
        classes.has(node.right.expression.getText())
      ) {
        const accessor = `${prefix}${node.left.name.text}`;
        accessors.set(node.right.expression.getText(), accessor);
        follow(node.right.expression.getText(), `${accessor}.`);
      }
      ts.forEachChild(node, visit);
    };
    const made = classes.get(className)?.members.find(ts.isConstructorDeclaration);
    if (made !== undefined) visit(made);
  };
  follow("Resend", "");
  return accessors;
}

function requestsOf(method: ts.MethodDeclaration): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const callee = ts.isCallExpression(node) ? node.expression : undefined;
    if (
      ts.isCallExpression(node) &&
      callee !== undefined &&
      ts.isPropertyAccessExpression(callee) &&
      callee.expression.getText() === "this.resend" &&
      verbs.has(callee.name.text)
    ) {
      const [path] = node.arguments;
      if (path === undefined) throw new Error(`a request without a path: ${node.getText()}`);
      for (const template of pathsOf(path)) names.push(`${callee.name.text.toUpperCase()} ${template}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(method);
  return names;
}

/** Every path that an expression can come to, its query cut off and a `{parameter}` for each value in it. */
function pathsOf(expression: ts.Expression): string[] {
  const paths = new Set(readPaths(expression).map((path) => path.split("?", 1)[0] ?? ""));
  for (const path of paths) {
    if (!/^(?:\/(?:[a-z0-9-]+|\{[a-z_]+\}))+$/.test(path))
      throw new Error(`not understood as a path: ${path}`);
  }
  return [...paths];
}

function readPaths(expression: ts.Expression): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isTemplateExpression(expression)) return [readTemplate(expression)];
  if (ts.isConditionalExpression(expression)) {
    return [...readPaths(expression.whenTrue), ...readPaths(expression.whenFalse)];
  }
  if (ts.isIdentifier(expression)) {
    const initializer = initializerOf(expression);
    if (initializer !== undefined) return readPaths(initializer);
  }
  if (ts.isCallExpression(expression)) {
    const [first] = expression.arguments;
    if (queryHelpers.has(expression.expression.getText()) && first !== undefined) return readPaths(first);
    if (expression.expression.getText() === "buildInboxPath") return ["/inboxes/{id}"];
  }
  throw new Error(`not understood as a path: ${expression.getText()}`);
}

function readTemplate(template: ts.TemplateExpression): string {
  let path = template.head.text;
  for (const { expression, literal } of template.templateSpans) {
    path += path.includes("?") ? "" : valueInPath(expression);
    path += literal.text;
  }
  return path;
}

function valueInPath(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) {
    const initializer = initializerOf(expression);
    if (initializer !== undefined && ts.isCallExpression(initializer)) return readPaths(initializer)[0] ?? "";
  }
  // What these write begins with a question mark.
  if (ts.isCallExpression(expression) && /Query/.test(expression.expression.getText())) return "?";
  const name = /(\w+)Id\W*$/.exec(expression.getText())?.[1];
  // The inbox's and the contact's own id may be an address instead; what stands for both is an `id`.
  return name === undefined || expression.getText().includes("email ")
    ? "{id}"
    : `{${name.toLowerCase()}_id}`;
}

/** What a name stands for at a place in the code: the declaration in the nearest block around it. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  for (let at: ts.Node = name; at.parent !== undefined; at = at.parent) {
    if (!ts.isBlock(at)) continue;
    for (const statement of at.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find((one) => one.name.getText() === name.text);
      if (found !== undefined) return found.initializer;
    }
  }
  return undefined;
}
