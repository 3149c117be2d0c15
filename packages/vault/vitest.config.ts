import { defineConfig } from "vitest/config";

// Hundreds of key agreements, or of writes that wait for the disk, take longer than Vitest's 5 s on a busy machine.
export default defineConfig({ test: { testTimeout: 30_000 } });
