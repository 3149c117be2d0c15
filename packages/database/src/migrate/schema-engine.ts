import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { WholeScriptPg } from "./whole-script-pg.ts";

/** Node's types leave this global to the DOM's, which nothing else here wants. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let loaded: Promise<void> | undefined;

/** The package's own entry imports the `.wasm` as a module, which Node 20 cannot: instantiate it by hand. */
async function instantiate(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(join(dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engineImports() });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== "function") throw new Error("The schema engine has no start function");
  start();
}

/**
 * The engine arms a ten-second timer for its advisory lock and never takes it back; a command that is done would wait
 * for it.
 */
function engineImports(): Record<string, unknown> {
  const later = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  return Object.fromEntries(
    Object.entries(bindings).map(([name, binding]) => [
      name,
      name.startsWith("__wbg_setTimeout_") ? later : binding,
    ]),
  );
}

/**
 * Runs `use` with Prisma's schema engine on that database, compiled to WebAssembly, so nothing is downloaded.
 * @param datamodel the text of `schema.prisma`, where the operation compares against it
 */
export async function withSchemaEngine<T>(
  connectionString: string,
  use: (engine: SchemaEngine) => Promise<T>,
  datamodel?: string,
): Promise<T> {
  loaded ??= instantiate();
  await loaded;
  const pool = new pg.Pool({ connectionString, max: 1 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScriptPg(pool));
  const datamodels: [string, string][] | undefined =
    datamodel === undefined ? undefined : [["schema.prisma", datamodel]];
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
    return await use(engine).finally(() => engine.free());
  } finally {
    // The engine's own advisory lock belongs to this connection, which it leaves open.
    await pool.end();
  }
}
