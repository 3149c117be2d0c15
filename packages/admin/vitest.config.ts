import { defineConfig } from "vitest/config";

export default defineConfig({
  // Some of these tests start processes, which on a busy machine takes longer than Vitest's 5 s.
  test: { globalSetup: "@keybrake/database/testing/global-setup", testTimeout: 60_000 },
});
