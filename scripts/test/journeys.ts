import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { findBrowser } from "../../playwright/harness/browser.ts";
import { root } from "../root.ts";
import type { Counts } from "./counts.ts";

const PLAYWRIGHT = `${root}/node_modules/@playwright/test/cli.js`;
const REPORT = `${root}/node_modules/.cache/playwright-report.json`;

const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** Runs the journeys in a real browser. What does not even start counts as one failure. */
export async function runJourneys(): Promise<Counts> {
  installBrowser();
  await rm(REPORT, { force: true });
  const playwright = spawn(process.execPath, [PLAYWRIGHT, "test", "-c", `${root}/playwright`], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(playwright, "exit");
  const report = await readFile(REPORT, "utf8").catch(() => null);
  if (report === null) return { passed: 0, failed: 1 };
  const { stats } = reportSchema.parse(JSON.parse(report));
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Debian's Chromium where we may install it, else Playwright's own. @throws when neither can be had */
function installBrowser(): void {
  if (findBrowser() !== undefined) return;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).error === undefined) {
    console.log("Installing Chromium (apt-get) for the browser tests …");
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      stdio: "inherit",
    });
    if (findBrowser() !== undefined) return;
  }
  console.log("Installing Playwright's Chromium for the browser tests …");
  const { status } = spawnSync(process.execPath, [PLAYWRIGHT, "install", "chromium"], { stdio: "inherit" });
  if (status !== 0) throw new Error("No Chromium could be installed: install one, or Google Chrome.");
}
