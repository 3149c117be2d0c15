import { existsSync, readdirSync } from "node:fs";
import { root } from "./root.ts";

/** The folders of all npm workspaces, relative to the root. */
export function workspaceFolders(): string[] {
  return ["apps", "packages"].flatMap((parent) =>
    readdirSync(`${root}/${parent}`)
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(`${root}/${folder}/package.json`)),
  );
}
