import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { ICruiseResult, IModule } from "dependency-cruiser";
import { z } from "zod";
import { root } from "../root.ts";
import { workspaceFolders } from "../workspaces.ts";
import { sourceFiles } from "./source-files.ts";
import type { Problems } from "./tool.ts";

const namesSchema = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  name: z.string(),
  dependencies: namesSchema,
  devDependencies: namesSchema,
});

const run = promisify(execFile);
const IMPORTS_SOMETHING = /^(?:import |export |\} ).*\bfrom "[^"]+";$|^import "/m;
const TEST_CODE = /\.(test|fixture)\.tsx?$|\/testing\/|^packages\/acceptance\//;
const OUR_PACKAGE = /^@keybrake\/[^/]+/;

/**
 * Judges every import by `.dependency-cruiser.cjs`. What was not read cannot be judged, so a module that it skipped,
 * or read without seeing its imports, is a problem too.
 */
export async function checkImports(): Promise<Problems> {
  const { modules, summary } = await readImports();
  const broken = summary.violations.map(({ rule, from, to, comment }) => {
    return `${rule.name}: ${from} → ${to}${comment ? `  (${comment})` : ""}`;
  });
  return [...broken, ...unreadModules(modules), ...undeclaredWorkspaces(modules)];
}

async function readImports(): Promise<ICruiseResult> {
  const script = `${root}/scripts/check/read-imports.mjs`;
  const { stdout } = await run(process.execPath, [script], { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout);
}

function unreadModules(modules: readonly IModule[]): string[] {
  const read = new Map(modules.map((module) => [module.source, module]));
  return sourceFiles().flatMap((file) => {
    const module = read.get(file);
    if (module === undefined) return [`not read: ${file}`];
    const blind =
      module.dependencies.length === 0 && IMPORTS_SOMETHING.test(readFileSync(`${root}/${file}`, "utf8"));
    return blind ? [`its imports were not seen: ${file}`] : [];
  });
}

/** dependency-cruiser follows the links of workspaces to their sources, and then takes them for local files. */
function undeclaredWorkspaces(modules: readonly IModule[]): string[] {
  const declared = new Map(workspaceFolders().map((folder) => [folder, declaredBy(folder)]));
  return modules.flatMap(({ source, dependencies }) => {
    const names = declared.get(source.split("/").slice(0, 2).join("/"));
    if (names === undefined) return [];
    const allowed = TEST_CODE.test(source) ? names.forTests : names.atRunTime;
    return dependencies.flatMap(({ module }) => {
      const name = OUR_PACKAGE.exec(module)?.[0];
      return name === undefined || allowed.has(name) ? [] : [`undeclared: ${source} → ${name}`];
    });
  });
}

function declaredBy(folder: string): { atRunTime: Set<string>; forTests: Set<string> } {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${root}/${folder}/package.json`, "utf8")));
  const atRunTime = [manifest.name, ...Object.keys(manifest.dependencies)];
  return {
    atRunTime: new Set(atRunTime),
    forTests: new Set([...atRunTime, ...Object.keys(manifest.devDependencies)]),
  };
}
