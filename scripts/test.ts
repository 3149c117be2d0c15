import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runChecks } from "./check/all.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { build } from "./turbo.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const reportSchema = z.object({
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Runs every Vitest project. A file that does not load, and a run that fails for another reason, count as failures. */
async function runVitest(): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), "keybrake-report-"));
  try {
    const report = join(folder, "report.json");
    const options = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const vitest = spawn(process.execPath, [`${root}/node_modules/vitest/vitest.mjs`, ...options], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const [code] = await once(vitest, "exit");
    const { numPassedTests, numFailedTests, testResults } = reportSchema.parse(
      JSON.parse(await readFile(report, "utf8")),
    );
    const unloaded = testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    );
    const failed = numFailedTests + unloaded.length;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } finally {
    await rm(folder, { recursive: true });
  }
}

await runCommand(async () => {
  await build();
  const checksPassed = await runChecks();
  const tests = await runVitest();
  const failed = tests.failed + (checksPassed ? 0 : 1);
  if (!checksPassed) console.log("\nnpm run check fails, which counts as one failure.");
  console.log(`\n${tests.passed} passed, ${failed} failed`);
  return failed === 0 && tests.passed > 0 ? 0 : 1;
});
