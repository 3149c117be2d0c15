import { defineConfig } from "vitest/config";

// These tests start the built apps as processes: `npm run build` first when running this project alone.
export default defineConfig({
  test: {
    globalSetup: "@keybrake/database/testing/global-setup",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file has its own processes; more than one at a time would measure the machine, not the product.
    fileParallelism: false,
    // So would other projects' tests beside them: these come last.
    sequence: { groupOrder: 1 },
  },
});
