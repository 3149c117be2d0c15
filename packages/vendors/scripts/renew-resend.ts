/**
 * Rewrites `src/resend/data/calls.ts` from the installed `resend` package, and names every call that has no class, every
 * class whose call is gone, and every field of an email that the connector does not know. What a call does to money is
 * a person's judgement, so the classes are never written by programme.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { classes, legacyCalls, withheld } from "../src/resend/data/classes.ts";
import { readEmail } from "../src/resend/pricing/email-body.ts";
import { readResendCalls } from "./resend-calls.ts";
import { objectFieldsOf } from "./resend-fields.ts";

/** Where the SDK goes two ways to one call, or has a method of its own for the request: what people call. */
const labels: Readonly<Record<string, string>> = {
  "POST /emails": "emails.send",
  "POST /emails/batch": "batch.send",
  "POST /templates": "templates.create",
};

const sdk = join(dirname(createRequire(import.meta.url).resolve("resend")), "index.mjs");
const target = fileURLToPath(new URL("../src/resend/data/calls.ts", import.meta.url));

/** Whether the connector takes a field in an email, in an attachment of it, or beside its template's id. */
const isTaken = (field: string) =>
  [{ [field]: null }, { attachments: [{ [field]: null }] }, { template: { id: "t", [field]: null } }].some(
    (fields) => {
      const read = readEmail({ to: "ada@example.com", ...fields });
      return read.ok || read.error.issues.every(({ code }) => code !== "unrecognized_keys");
    },
  );

const pathOf = (name: string) => name.slice(name.indexOf(" ") + 1);
const calls = readResendCalls(sdk).sort((a, b) => {
  const [first, second] = [`${pathOf(a.name)} ${a.name}`, `${pathOf(b.name)} ${b.name}`];
  return first < second ? -1 : 1;
});

const complain = (sentence: string) => {
  console.error(sentence);
  process.exitCode = 1;
};
const names = new Set([...calls.map(({ name }) => name), ...legacyCalls.map(([name]) => name)]);
for (const { name, label } of calls) {
  if (classes[name] === undefined && withheld[name] === undefined) {
    complain(`without a class, give it one by hand: ${name} (${label})`);
  }
}
for (const name of [...Object.keys(classes), ...Object.keys(withheld)]) {
  if (!names.has(name)) complain(`gone from the SDK, make it a legacy call or take it out: ${name}`);
}
const code = readFileSync(sdk, "utf8");
for (const field of [
  ...objectFieldsOf(code, "parseEmailToApiOptions"),
  ...objectFieldsOf(code, "parseAttachments"),
]) {
  if (!isTaken(field)) complain(`the SDK sends an email's field that the connector refuses: ${field}`);
}

const rows = calls.map(
  ({ name, label }) => `  [${JSON.stringify(name)}, ${JSON.stringify(labels[name] ?? label)}],`,
);
writeFileSync(
  target,
  `/** Written by \`scripts/renew-resend.ts\` from the SDK: every call that it makes, and the method that makes it. */
export const sdkCalls: ReadonlyArray<readonly [name: string, label: string]> = [\n${rows.join("\n")}\n];\n`,
);
