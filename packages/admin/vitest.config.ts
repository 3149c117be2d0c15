import { defineConfig } from "vitest/config";

export default defineConfig({ test: { globalSetup: "@keybrake/database/testing/global-setup" } });
