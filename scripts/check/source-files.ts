import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { root } from "../root.ts";

/** Everything in the working tree that git tracks or would: what is ignored is made by machines. */
export function workingTree(): string[] {
  const options = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  return execFileSync("git", options, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .split("\0")
    .filter((path) => path !== "" && existsSync(`${root}/${path}`));
}

/** The code of workspaces and scripts. */
export function sourceFiles(): string[] {
  return workingTree().filter((path) => /^(apps|packages|scripts)\/.*\.(ts|tsx|mjs)$/.test(path));
}
