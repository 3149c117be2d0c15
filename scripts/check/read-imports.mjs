// Prints what dependency-cruiser reads of every module, as JSON. A process of its own in plain JavaScript: the loader
// that runs our TypeScript gets into the way of its imports.
import { createRequire } from "node:module";
import swc from "@swc/core";

// It asks swc to parse .tsx as if it had no JSX, and cannot be told otherwise.
const { parseFileSync } = swc;
swc.parseFileSync = (path, options) => parseFileSync(path, { ...options, tsx: path.endsWith(".tsx") });

const { cruise } = await import("dependency-cruiser");
const { forbidden, options } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs");
const { output } = await cruise(["apps", "packages", "scripts"], {
  ...options,
  ruleSet: { forbidden },
  validate: true,
});
process.stdout.write(JSON.stringify(output));
