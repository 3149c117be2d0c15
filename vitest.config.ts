import { defineConfig } from "vitest/config";

/** Every workspace is a project by its own name; those that need Postgres say so in a vitest.config.ts of their own. */
export default defineConfig({
  test: {
    projects: ["apps/*", "packages/*", { test: { name: "scripts", root: "scripts", testTimeout: 30_000 } }],
  },
});
