/**
 * Rewrites `src/stripe/data/parameters.ts` from the type declarations of the installed `stripe` package, and names
 * every call of the SDK that the catalogue does not list. What such a call does to money is a person's judgement,
 * so the catalogue itself is never grammars by programme.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { endpointRows } from "../src/stripe/data/endpoints.ts";
import { costsMoney } from "../src/stripe/money-classes.ts";
import { goneParameters, legacyAliases, olderParameters } from "./legacy-parameters.ts";
import { parameterGrammar } from "./parameter-grammar.ts";
import { readSdk } from "./sdk-calls.ts";

const sdkFolder = join(dirname(dirname(createRequire(import.meta.url).resolve("stripe"))), "esm");
const target = fileURLToPath(new URL("../src/stripe/data/parameters.ts", import.meta.url));

const shape = (name: string) => name.replaceAll(/\{[^}]*\}/g, "{}");
const catalogue = new Map(
  endpointRows.map(([method, template, kind]) => {
    const name = `${method} ${template}`;
    return [shape(name), { name, kind }] as const;
  }),
);

const { checker, calls } = readSdk(sdkFolder);
const grammars: Record<string, string> = { ...goneParameters };
for (const call of calls) {
  const entry = catalogue.get(shape(call.name));
  if (entry === undefined) {
    console.error(`not in the catalogue, classify it by hand: ${call.name} (${call.label})`);
    process.exitCode = 1;
  } else if (costsMoney(entry.kind) || entry.kind === "MONEY_RELEASE" || entry.kind === "WRITE_OFF") {
    grammars[entry.name] = parameterGrammar(checker, call.parameters);
  }
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
