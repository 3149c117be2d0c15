// The lock file must hold no "resolved": npm writes one for every workspace link, and installs as well without them.
// With --workspaces it takes out the workspaces too, before npm writes the lock anew: npm does not look again at one
// whose link is missing, and would leave out what its package.json has come to need since.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const lockPath = fileURLToPath(new URL("../package-lock.json", import.meta.url));
const lock = JSON.parse(readFileSync(lockPath, "utf8"));
const dropsWorkspaces = process.argv.includes("--workspaces");

for (const [path, entry] of Object.entries(lock.packages)) {
  const isWorkspace = path !== "" && !path.includes("node_modules");
  if (entry.link === true || (dropsWorkspaces && isWorkspace)) delete lock.packages[path];
  else delete entry.resolved;
}

const stripped = `${JSON.stringify(lock, null, 2)}\n`;
if (stripped !== readFileSync(lockPath, "utf8")) writeFileSync(lockPath, stripped);
