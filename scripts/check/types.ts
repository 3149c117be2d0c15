import { existsSync } from "node:fs";
import { root } from "../root.ts";
import { workspaceFolders } from "../workspaces.ts";
import { type Problems, runTool } from "./tool.ts";

/** Type-checks every workspace, the scripts and the journeys. A workspace without a TypeScript project fails. */
export async function checkTypes(): Promise<Problems> {
  const problems = await Promise.all([...workspaceFolders(), "scripts", "playwright"].map(checkProject));
  return problems.flat();
}

async function checkProject(folder: string): Promise<Problems> {
  if (!existsSync(`${root}/${folder}/tsconfig.json`)) return [`${folder} has no tsconfig.json`];
  // By its path: another package's `tsc` may have taken the name in node_modules/.bin.
  return runTool("typescript/bin/tsc", ["--noEmit", "--pretty", "-p", folder]);
}
