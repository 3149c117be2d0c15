import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript5";

/** One request that a method of the Stripe SDK makes. */
export interface SdkCall {
  /** `POST /v1/refunds/{id}` */
  readonly name: string;
  /** `RefundResource.update` */
  readonly label: string;
  /** The type of its parameters, one for each overload that takes any. */
  readonly parameters: readonly ts.Type[];
}

export interface Sdk {
  readonly checker: ts.TypeChecker;
  readonly calls: readonly SdkCall[];
}

/** Where the installed SDK's modules are. */
export const sdkFolder = join(dirname(dirname(createRequire(import.meta.url).resolve("stripe"))), "esm");

/** The names and labels of every call, without their parameters: those take a compiler several seconds. */
export const readSdkNames = (folder: string): Pick<SdkCall, "name" | "label">[] =>
  sourcesIn(folder)
    .flatMap(readRequests)
    .map(({ name, className, method }) => ({ name, label: `${className}.${method}` }));

function sourcesIn(folder: string): string[] {
  const files = readdirSync(join(folder, "resources"), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".js")).map((file) => join(folder, "resources", file));
}

/** Reads every `this._makeRequest(method, path, …)` of the SDK's resources, joined with the declared parameters. */
export function readSdk(folder: string): Sdk {
  const sources = sourcesIn(folder);
  const declarations = sources.map((file) => file.replace(/\.js$/, ".d.ts"));
  const program = ts.createProgram(declarations, { strict: true, noEmit: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const calls = sources.flatMap((file, index) => {
    const declaration = program.getSourceFile(declarations[index] ?? "");
    const requests = readRequests(file);
    if (declaration === undefined) throw new Error(`no declarations beside ${file}`);
    return requests.map(({ name, className, method }) => ({
      name,
      label: `${className}.${method}`,
      parameters: parameterTypes({ checker, declaration, className, method }),
    }));
  });
  return { checker, calls };
}

function readRequests(file: string) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const found: { name: string; className: string; method: string }[] = [];
  const visit = (node: ts.Node, className: string, method: string): void => {
    const inClass = ts.isClassDeclaration(node) ? (node.name?.text ?? className) : className;
    const inMethod = ts.isMethodDeclaration(node) ? node.name.getText() : method;
    if (ts.isCallExpression(node) && node.expression.getText() === "this._makeRequest") {
      const [verb, path] = node.arguments;
      if (verb === undefined || path === undefined) throw new Error(`_makeRequest without a path in ${file}`);
      // A path held in a variable repeats what some other object was fetched by; it is no call of its own.
      if (ts.isStringLiteral(verb) && (ts.isStringLiteral(path) || ts.isTemplateLiteral(path))) {
        found.push({ name: `${verb.text} ${pathTemplate(path)}`, className: inClass, method: inMethod });
      }
    }
    ts.forEachChild(node, (child) => visit(child, inClass, inMethod));
  };
  visit(source, "", "");
  return found;
}

/** `/v1/refunds/${encodeURIComponent(id)}` as `/v1/refunds/{id}`. */
function pathTemplate(path: ts.Expression): string {
  return path
    .getText()
    .slice(1, -1)
    .replaceAll(/\$\{encodeURIComponent\((\w+)\)\}/g, "{$1}");
}

interface MethodOf {
  readonly checker: ts.TypeChecker;
  readonly declaration: ts.SourceFile;
  readonly className: string;
  readonly method: string;
}

function parameterTypes({ checker, declaration, className, method }: MethodOf): ts.Type[] {
  const types: ts.Type[] = [];
  ts.forEachChild(declaration, (node) => {
    if (!ts.isClassDeclaration(node) || node.name?.text !== className) return;
    for (const member of node.members) {
      if (!ts.isMethodDeclaration(member) || member.name.getText() !== method) continue;
      const parameter = member.parameters.find(({ name }) => name.getText() === "params");
      if (parameter !== undefined) types.push(checker.getTypeAtLocation(parameter));
    }
  });
  return types;
}
