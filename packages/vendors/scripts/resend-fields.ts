import ts from "typescript5";

/** The names in the object that a function of the SDK's returns, those of objects within it included. */
export function objectFieldsOf(code: string, functionName: string): string[] {
  const source = ts.createSourceFile("sdk.mjs", code, ts.ScriptTarget.ES2022, true);
  const fields = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) fields.add(node.name.text);
    ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name?.text === functionName) collect(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (fields.size === 0) throw new Error(`the SDK has no function ${functionName}, or it returns no object`);
  return [...fields];
}
