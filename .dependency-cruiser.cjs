// Which code may import which. Imports run downwards only; every rule here fails the check.

/** Workspace to the workspaces that it may import, besides itself. */
const mayImport = {
  "packages/policy": [],
  "packages/vault": [],
  "packages/sdk": [],
  "packages/ui": [],
  "packages/vendors": ["packages/policy"],
  "packages/ledger": ["packages/policy"],
  "packages/database": ["packages/policy", "packages/ledger"],
  "packages/api": ["packages/policy", "packages/vendors", "packages/vault", "packages/database"],
  "packages/admin": ["packages/database", "packages/vault"],
  "packages/cli": ["packages/sdk"],
  // Drives the built apps as processes; imports only what sets the stage.
  "packages/acceptance": ["packages/database", "packages/vault"],
  "apps/proxy": [
    "packages/policy",
    "packages/vendors",
    "packages/vault",
    "packages/database",
    "packages/ledger",
  ],
  "apps/sandbox": ["packages/vendors"],
  // Of the policy only what is pure and its own: the screens check what is typed as the server will.
  "apps/dashboard": ["packages/api", "packages/database", "packages/policy", "packages/ui"],
  scripts: ["packages/database", "packages/vault"],
};

const OURS = "^(apps|packages|scripts)/";
const TEST_FILE = "\\.test\\.tsx?$";
const SANDBOX = ["^packages/vendors/src/sandbox", "^packages/vendors/src/[^/]+/sandbox"];
const TEST_SUPPORT = "/testing/|\\.fixture\\.ts$|^packages/acceptance/";

const workspaceRules = Object.entries(mayImport).map(([workspace, allowed]) => ({
  name: `imports-of-${workspace.replace("/", "-")}`,
  comment: `${workspace} may import ${allowed.length > 0 ? allowed.join(", ") : "no workspace"}.`,
  severity: "error",
  from: { path: `^${workspace}/` },
  to: { path: OURS, pathNot: `^(${[workspace, ...allowed].join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...workspaceRules,
    {
      name: "unknown-workspace",
      comment: "A new workspace states here what it may import.",
      severity: "error",
      from: { path: OURS, pathNot: `^(${Object.keys(mayImport).join("|")})/` },
      to: {},
    },
    {
      name: "no-cycle",
      comment: "Two files that need each other are one thing, or a third is missing.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "An import that cannot be found is also one that the other rules cannot judge.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "declared",
      comment:
        "A workspace declares what it imports in its own package.json; the root's are tools of tests and scripts.",
      severity: "error",
      from: {
        path: OURS,
        pathNot: [TEST_FILE, TEST_SUPPORT, "^scripts/", "\\.config\\.", "^packages/vendors/scripts/"],
      },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-development-package-at-run-time",
      comment: "What runs in production may not lean on devDependencies.",
      severity: "error",
      from: { path: "^(apps|packages)/[^/]+/src/", pathNot: [TEST_FILE, TEST_SUPPORT] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "/@types/" },
    },
    {
      name: "no-test-code-at-run-time",
      comment: "Tests and their support are imported by tests only.",
      severity: "error",
      from: { pathNot: [TEST_FILE, TEST_SUPPORT] },
      to: { path: [TEST_FILE, TEST_SUPPORT] },
    },
    {
      name: "sandbox-stands-apart",
      comment: "A stand-in vendor must not be reachable from code that moves money.",
      severity: "error",
      from: { pathNot: [...SANDBOX, "^apps/sandbox/", TEST_FILE, TEST_SUPPORT] },
      to: { path: SANDBOX },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API; without another parser every module would be skipped, and the check pass.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["node_modules", "/generated/"] },
    exclude: { path: "^(apps|packages)/[^/]+/(dist|\\.next)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
