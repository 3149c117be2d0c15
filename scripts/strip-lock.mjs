// The lock file must hold no "resolved": npm writes one for every workspace link, and installs as well without them.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const lockPath = fileURLToPath(new URL("../package-lock.json", import.meta.url));
const lock = JSON.parse(readFileSync(lockPath, "utf8"));

for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.link === true) delete lock.packages[path];
  else delete entry.resolved;
}

const stripped = `${JSON.stringify(lock, null, 2)}\n`;
if (stripped !== readFileSync(lockPath, "utf8")) writeFileSync(lockPath, stripped);
