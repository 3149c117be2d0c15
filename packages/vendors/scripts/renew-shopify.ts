/**
 * Rewrites `src/shopify/data/rest.ts` from the path tables of the installed `@shopify/shopify-api` package, newest API
 * version. What an endpoint does to money is a person's judgement: `src/shopify/data/rest-classes.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { restClasses } from "../src/shopify/data/rest-classes.ts";

const entry = createRequire(import.meta.url).resolve("@shopify/shopify-api");
const sdk = entry.slice(0, entry.lastIndexOf(`${sep}shopify-api${sep}`) + `${sep}shopify-api`.length);
const admin = join(sdk, "dist", "esm", "rest", "admin");
const version = readdirSync(admin)
  .filter((name) => /^\d{4}-\d{2}$/.test(name))
  .sort()
  .at(-1);
if (version === undefined) throw new Error("the SDK has no REST resources any more");

const manifest = z.object({ version: z.string() });
const installed = manifest.parse(JSON.parse(readFileSync(join(sdk, "package.json"), "utf8")));
const resource = z.object({
  name: z.string(),
  paths: z.array(z.object({ http_method: z.string(), operation: z.string(), path: z.string() })),
});
const exported: unknown = await import(join(admin, version, "index.mjs"));
const { restResources } = z
  .object({
    restResources: z.record(
      z.string(),
      z.custom<object>((value) => typeof value === "function"),
    ),
  })
  .parse(exported);

const labels = new Map<string, string>();
for (const candidate of Object.values(restResources)) {
  // A class is no plain object to zod.
  const { name, paths } = resource.parse({ ...candidate, name: "name" in candidate ? candidate.name : null });
  for (const { http_method, operation, path } of paths) {
    const template = `/${path.replaceAll(/<([^>]+)>/g, "{$1}")}`;
    const key = `${http_method.toUpperCase()} ${template}`;
    if (!labels.has(key)) labels.set(key, `${name}.${operation}`);
  }
}
for (const name of Object.keys(restClasses)) {
  if (labels.has(name)) continue;
  console.error(`classified, but not in the SDK any more: ${name}`);
  process.exitCode = 1;
}

const rows = [...labels]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, label]) => {
    const [method, template] = key.split(" ");
    return `  [${JSON.stringify(method)}, ${JSON.stringify(template)}, ${JSON.stringify(label)}],`;
  });
writeFileSync(
  fileURLToPath(new URL("../src/shopify/data/rest.ts", import.meta.url)),
  `export type RestRow = readonly [method: string, template: string, label: string];

/** Written by \`scripts/renew-shopify.ts\` from @shopify/shopify-api ${installed.version}, API version ${version}. */
export const restRows: readonly RestRow[] = [\n${rows.join("\n")}\n];\n`,
);
