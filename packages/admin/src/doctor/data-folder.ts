import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Finding, failure, ok, skipped } from "./finding.ts";

/** Nobody but the owner may read or write what lies there; a folder may be passed through (Postgres's own user is). */
export async function checkDataFolder(folder: string): Promise<Finding> {
  const check = "data folder";
  const found = await stat(folder).catch(() => null);
  if (found === null) return skipped(check, `There is none at ${folder}.`);
  if (!found.isDirectory()) return failure(check, `${folder} is not a folder.`);
  const open = isOpen(found.mode, true) ? [folder] : [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // What vanished since, a draft for instance, exposes nothing.
    const entry = await stat(path).catch(() => null);
    if (entry !== null && isOpen(entry.mode, entry.isDirectory())) open.push(path);
  }
  if (open.length === 0) return ok(check, `${folder} is closed to other users.`);
  return failure(
    check,
    `Other users can reach ${open.join(", ")}: run chmod go= on it, and rotate what it holds.`,
  );
}

function isOpen(mode: number, isFolder: boolean): boolean {
  return (mode & (isFolder ? 0o066 : 0o077)) !== 0;
}
