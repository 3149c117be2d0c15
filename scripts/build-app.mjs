// Bundles the app in the current folder: src/main.ts and the workspace code it imports become dist/main.js.
// Packages from the registry stay imports.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const BARE_IMPORT = /^[^./]/;
const WORKSPACE_IMPORT = /^@keybrake\//;

/** A package that only some workspace has a version of, in its own node_modules, is not found from dist: bundle it. */
const registryPackagesExternal = {
  name: "registry-packages-external",
  setup({ onResolve, resolve }) {
    onResolve({ filter: BARE_IMPORT }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === "resolving" || kind === "entry-point" || WORKSPACE_IMPORT.test(path))
        return undefined;
      if (path.startsWith("node:")) return { path, external: true };
      const options = { kind, importer, pluginData: "resolving" };
      const [here, fromApp] = await Promise.all([
        resolve(path, { ...options, resolveDir }),
        resolve(path, { ...options, resolveDir: process.cwd() }),
      ]);
      return here.path === fromApp.path ? { path, external: true } : undefined;
    });
  },
};

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/main.ts"],
  outfile: "dist/main.js",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
  // Bundled CommonJS asks for `require`, which a module does not have.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  plugins: [registryPackagesExternal],
});
