import { existsSync } from "node:fs";
import { workspaceFolders } from "../workspaces.ts";
import { type Problems, runTool } from "./tool.ts";

/** Type-checks every workspace, the scripts, and the browser journeys. A workspace of TypeScript without a project fails. */
export async function checkTypes(): Promise<Problems> {
  const problems: string[] = [];
  for (const folder of [...workspaceFolders(), "scripts"]) {
    if (!existsSync(`${folder}/tsconfig.json`)) problems.push(`${folder} has no tsconfig.json`);
    // By its path: another package's `tsc` may have taken the name in node_modules/.bin.
    else problems.push(...(await runTool("typescript/bin/tsc", ["--noEmit", "--pretty", "-p", folder])));
  }
  return problems;
}
