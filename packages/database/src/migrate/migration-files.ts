import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { MigrationList } from "@prisma/schema-engine-wasm";

/** `prisma/migrations` of this repository, sought upwards: bundled code lies elsewhere than its source. */
export const repositoryMigrations = findUpwards(dirname(fileURLToPath(import.meta.url)), "prisma/migrations");

function findUpwards(folder: string, name: string): string {
  const found = join(folder, name);
  if (existsSync(found) || dirname(folder) === folder) return found;
  return findUpwards(dirname(folder), name);
}

/** Reads a folder in Prisma's format: `<timestamp>_<name>/migration.sql` and `migration_lock.toml`. */
export async function readMigrations(folder: string): Promise<MigrationList> {
  const baseDir = resolve(folder);
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(join(baseDir, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(join(baseDir, name, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}
