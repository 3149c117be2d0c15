import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { root } from "../root.ts";
import type { Counts } from "./counts.ts";

const reportSchema = z.object({
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Runs every Vitest project. A file that does not load, and a run that fails for another reason, count as failures. */
export async function runVitest(): Promise<Counts> {
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
