/**
 * Rewrites `src/stripe/data/parameters.ts` from the type declarations of the installed `stripe` package, and names
 * every call of the SDK that the catalogue does not list. What such a call does to money is a person's judgement,
 * so the catalogue itself is never grammars by programme.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { costsMoney } from "../src/money-classes.ts";
import { goneParameters, legacyAliases, olderParameters } from "./legacy-parameters.ts";
import { parameterGrammar } from "./parameter-grammar.ts";
import { readSdk, sdkFolder } from "./sdk-calls.ts";
import { shape, stripeCatalogue, unclassified } from "./stripe-catalogue.ts";

const target = fileURLToPath(new URL("../src/stripe/data/parameters.ts", import.meta.url));

const { checker, calls } = readSdk(sdkFolder);
const grammars: Record<string, string> = { ...goneParameters };
for (const call of calls) {
  const entry = stripeCatalogue.get(shape(call.name));
  if (entry === undefined) continue;
  if (costsMoney(entry.kind) || entry.kind === "MONEY_RELEASE" || entry.kind === "WRITE_OFF") {
    grammars[entry.name] = parameterGrammar(checker, call.parameters);
  }
}
for (const problem of unclassified(calls)) {
  console.error(problem);
  process.exitCode = 1;
}
for (const [name, older] of Object.entries(olderParameters)) grammars[name] = `${grammars[name]},${older}`;
for (const [alias, name] of Object.entries(legacyAliases)) {
  const grammar = grammars[name];
  if (grammar === undefined) throw new Error(`${alias} stands for ${name}, which the SDK no longer has`);
  grammars[alias] = grammar;
}

const lines = Object.keys(grammars)
  .sort()
  .map((name) => `  ${JSON.stringify(name)}:\n    ${JSON.stringify(grammars[name])},`);
writeFileSync(
  target,
  `/** Written by \`scripts/renew-stripe.ts\`; the grammar is explained in \`../parameters.ts\`. */
export const parameterGrammars: Readonly<Record<string, string>> = {\n${lines.join("\n")}\n};\n`,
);
