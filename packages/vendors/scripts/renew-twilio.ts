/**
 * Rewrites `src/twilio/data/endpoints.ts` and `fields.ts` from the installed `twilio` package. What an endpoint does to
 * money is a person's judgement: the rules in `twilio-classes.ts`.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EndpointClass } from "../src/endpoint.ts";
import { costsMoney } from "../src/money-classes.ts";
import { classOf, isSecret, products } from "./twilio-classes.ts";
import { readProduct, type TwilioCall } from "./twilio-sdk-calls.ts";

const main = createRequire(import.meta.url).resolve("twilio");
const { version } = createRequire(import.meta.url)("twilio/package.json") as { version: string };
const calls = products.flatMap((product) => readProduct(join(dirname(main), "rest"), product));
const data = (file: string) => fileURLToPath(new URL(`../src/twilio/data/${file}`, import.meta.url));

/** Their configuration can hide a cost, so their fields are looked at too. */
const judged = (name: string, kind: EndpointClass) =>
  costsMoney(kind) ||
  kind === "MONEY_RELEASE" ||
  /^POST \/2010.*\/IncomingPhoneNumbers\/\{Sid\}\.json$/.test(name);

/** Two methods of the SDK may make the same request (`Usage.Record`): the first one names it. */
const byName = new Map<string, TwilioCall>();
for (const call of calls) {
  const name = `${call.method} ${call.template}`;
  if (!byName.has(name)) byName.set(name, call);
}

const rows: string[] = [];
const secrets: string[] = [];
const fields: string[] = [];
for (const [name, call] of [...byName].sort(([a], [b]) => (sortKey(a) < sortKey(b) ? -1 : 1))) {
  const kind = isSecret(name) ? "CONTROL" : classOf(name);
  const columns = [call.method, call.template, kind, call.label, ...(call.takesJson ? ["json"] : [])];
  (isSecret(name) ? secrets : rows).push(`  [${columns.map((text) => JSON.stringify(text)).join(", ")}],`);
  if (!isSecret(name) && judged(name, kind) && !call.takesJson) {
    fields.push(`  ${JSON.stringify(name)}:\n    ${JSON.stringify(call.fields.join(" "))},`);
  }
}

/** By path, then method. */
function sortKey(name: string): string {
  const [method = "", template = ""] = name.split(" ");
  return `${template} ${method}`;
}

writeFileSync(
  data("endpoints.ts"),
  `import type { EndpointClass } from "../../endpoint.ts";

/** One endpoint; the host stands before the path, but for api.twilio.com. \`json\` where it takes that and no form. */
export type EndpointRow = readonly [
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  template: string,
  kind: EndpointClass,
  label: string,
  body?: "json",
];

/** Written by \`scripts/renew-twilio.ts\` from twilio-node ${version} and the rules in \`scripts/twilio-classes.ts\`. */
export const endpointRows: readonly EndpointRow[] = [
${rows.join("\n")}
];

/** Endpoints that answer with a secret or make credentials: on no allowlist, and refused whatever it says. */
export const secretRows: readonly EndpointRow[] = [
${secrets.join("\n")}
];
`,
);
writeFileSync(
  data("fields.ts"),
  `/**
 * Fields of the endpoints that can cost money, of their query where they are a GET; \`[]\` after those that may be
 * repeated. Written by \`scripts/renew-twilio.ts\` from twilio-node ${version}.
 */
export const fieldNames: Readonly<Record<string, string>> = {
${fields.join("\n")}
};
`,
);
console.log(`${rows.length} endpoints, ${secrets.length} refused ones, fields of ${fields.length}`);
