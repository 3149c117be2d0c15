import { readFileSync, statSync } from "node:fs";
import { root } from "../root.ts";
import { workingTree } from "./source-files.ts";
import type { Problems } from "./tool.ts";

const FILE_BYTES_MAX = 1024 * 1024;

/** What the repository must not hold: addresses in the lock file, and large files outside of docs. */
export async function checkFiles(): Promise<Problems> {
  return [...lockProblems(), ...largeFiles()];
}

/** A lock file with addresses installs from those, whatever registry the user has. */
function lockProblems(): string[] {
  const resolved = readFileSync(`${root}/package-lock.json`, "utf8").match(/"resolved"/g)?.length ?? 0;
  return resolved === 0 ? [] : [`package-lock.json holds ${resolved} addresses: run \`npm run lock\``];
}

function largeFiles(): string[] {
  return workingTree()
    .filter((path) => !path.startsWith("docs/"))
    .map((path) => ({ path, bytes: statSync(`${root}/${path}`).size }))
    .filter(({ bytes }) => bytes > FILE_BYTES_MAX)
    .map(
      ({ path, bytes }) => `${path} is ${(bytes / FILE_BYTES_MAX).toFixed(1)} MB; at most 1 outside of docs`,
    );
}
