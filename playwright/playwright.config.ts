import { defineConfig } from "@playwright/test";
import { findBrowser } from "./harness/browser.ts";

const executablePath = findBrowser();

/** Journeys in a real browser against the built product: `npm start` on ports and in a data folder of its own. */
export default defineConfig({
  testDir: "journeys",
  outputDir: "../node_modules/.cache/playwright",
  globalSetup: "./harness/start-product.ts",
  // One product, one database, two processors: side by side they would measure each other.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "../node_modules/.cache/playwright-report.json" }]],
  projects: [
    // Needs an installation where nobody is yet.
    { name: "first", testMatch: "first-owner.spec.ts" },
    { name: "journeys", testIgnore: "first-owner.spec.ts", dependencies: ["first"] },
  ],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
