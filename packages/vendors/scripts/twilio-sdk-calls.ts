import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript5";

/** One request that a method of the Twilio SDK makes. */
export interface TwilioCall {
  readonly method: string;
  /** With the host before it, but for api.twilio.com: `verify.twilio.com/v2/Services/{Sid}`. */
  readonly template: string;
  /** `verify.Service.create` */
  readonly label: string;
  readonly takesJson: boolean;
  /** Names of its fields, of its body or its query; `[]` after those that may be repeated. */
  readonly fields: readonly string[];
}

interface Place {
  readonly product: string;
  /** What stands before the path of every call in a file: host and version. */
  readonly start: string;
}

/** Reads every `operationVersion.create({ uri, method, … })` of one product of the SDK. */
export function readProduct(restFolder: string, product: string): TwilioCall[] {
  const base = readFileSync(join(restFolder, `${capital(product)}Base.js`), "utf8");
  const host = /super\(twilio, "https:\/\/([^"]+)"\)/.exec(base)?.[1];
  if (host === undefined) throw new Error(`no host in the SDK's ${product}`);
  const folder = join(restFolder, product);
  const versions = readdirSync(folder).filter((name) => /^[A-Z].*\.js$/.test(name));
  return versions.flatMap((file) => {
    const version = /super\(domain, "([^"]+)"\)/.exec(readFileSync(join(folder, file), "utf8"))?.[1];
    if (version === undefined) throw new Error(`no version in the SDK's ${product}/${file}`);
    const start = `${host === "api.twilio.com" ? "" : host}/${version}`;
    const inner = join(folder, file.slice(0, 1).toLowerCase() + file.slice(1, -3));
    const sources = readdirSync(inner, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js"))
      .sort();
    return sources.flatMap((name) => readFile(join(inner, name), { product, start }));
  });
}

function readFile(file: string, { product, start }: Place): TwilioCall[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const found: TwilioCall[] = [];
  for (const owner of source.statements) {
    const name = nameOfResource(owner);
    if (name === null) continue;
    const uri = /\._uri = `([^`]*)`/.exec(owner.getText())?.[1];
    if (uri === undefined) continue;
    const template = start + uri.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => `{${capital(name)}}`);
    for (const { method, text } of operations(owner)) {
      const verb = /method: "(\w+)"/.exec(text)?.[1]?.toUpperCase();
      if (verb === undefined) continue;
      const label = `${product}.${name}.${method === "page" ? "list" : method}`;
      const takesJson = text.includes('headers["Content-Type"] = "application/json"');
      found.push({ method: verb, template, label, takesJson, fields: fieldsOf(text) });
    }
  }
  return found;
}

function nameOfResource(node: ts.Statement): string | null {
  if (!ts.isClassDeclaration(node) && !ts.isFunctionDeclaration(node)) return null;
  return /^(\w+?)(?:ContextImpl|ListInstance)$/.exec(node.name?.text ?? "")?.[1] ?? null;
}

/** The methods of a context class, and the functions that a list instance is given. */
function operations(owner: ts.Node): { method: string; text: string }[] {
  const found: { method: string; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const name =
      ts.isMethodDeclaration(node) || ts.isFunctionExpression(node) ? node.name?.getText() : undefined;
    const text = name === undefined ? "" : node.getText();
    if (name !== undefined && !name.endsWith("WithHttpInfo") && text.includes("uri: instance._uri")) {
      found.push({ method: name, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
}

function fieldsOf(text: string): string[] {
  const fields = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(/data\["([^"]+)"\] =\s*([^;]+);/g)) {
    fields.set(name, value.startsWith("serialize.map(") ? `${name}[]` : name);
  }
  return [...fields.values()];
}

const capital = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);
