import { build } from "../turbo.ts";
import { checkFiles } from "./files.ts";
import { checkImports } from "./imports.ts";
import { type Problems, runTool } from "./tool.ts";
import { checkTypes } from "./types.ts";

const checks: Readonly<Record<string, () => Promise<Problems>>> = {
  types: checkTypes,
  "format and lint": () =>
    runTool("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "--max-diagnostics=50", "."]),
  imports: checkImports,
  "dead code": () => runTool("knip/bin/knip.js", ["--no-progress", "--no-config-hints"]),
  "code only tests reach": () =>
    runTool("knip/bin/knip.js", ["--no-progress", "--no-config-hints", "--production"]),
  files: checkFiles,
  "unclassified endpoints": () => runTool("tsx/dist/cli.mjs", ["packages/vendors/scripts/check-stripe.ts"]),
};

/** Runs every check, all at once, prints a line for each, and answers whether all passed. */
export async function runChecks(): Promise<boolean> {
  await build(["@keybrake/database"]);
  const running = Object.entries(checks).map(([name, check]) => ({ name, result: timed(check) }));
  const failed: string[] = [];
  for (const { name, result } of running) {
    const { problems, seconds } = await result;
    console.log(
      `${problems.length === 0 ? "ok  " : "FAIL"}  ${name.padEnd(22)} ${seconds.toFixed(1).padStart(5)} s`,
    );
    for (const problem of problems) console.log(problem.replace(/^/gm, "      "));
    if (problems.length > 0) failed.push(name);
  }
  console.log(failed.length === 0 ? "All checks passed." : `Checks failed: ${failed.join(", ")}.`);
  return failed.length === 0;
}

/** A check that breaks down has found a problem: nothing that it did not look at may pass. */
async function timed(check: () => Promise<Problems>): Promise<{ problems: Problems; seconds: number }> {
  const started = performance.now();
  const problems = await check().catch((fault: unknown) => [`The check itself failed: ${fault}`]);
  return { problems, seconds: (performance.now() - started) / 1000 };
}
