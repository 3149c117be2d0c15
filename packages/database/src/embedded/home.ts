import { createHash } from "node:crypto";
import { chmod, chown, cp, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type PostgresDistribution, postgresDistribution } from "./binaries.ts";
import { canReach, type OsUser, postgresOsUser } from "./os-user.ts";

/** Where one embedded Postgres lives: the programs it runs and the folder of its cluster. */
export interface PostgresHome {
  /** Undefined when Postgres runs as we do. */
  readonly user: OsUser | undefined;
  readonly binFolder: string;
  /** The cluster's data: mode 0700, owned by whom Postgres runs as. */
  readonly clusterFolder: string;
}

/**
 * Where the `postgres` user's things go when it could not reach them otherwise: a clone under /root, or under what
 * `mktemp -d` makes, lies behind a folder that only root may enter.
 */
const REACHABLE_FOLDER = "/var/lib/keybrake";

/** Finds or makes the home of the Postgres whose state lies in `dataFolder`, an absolute path. */
export async function preparePostgresHome(dataFolder: string): Promise<PostgresHome> {
  const user = await postgresOsUser();
  const distribution = await postgresDistribution();
  if (user === undefined) {
    await makeFolder(dataFolder, 0o700);
    const clusterFolder = await makeFolder(join(dataFolder, "postgres"), 0o700);
    return { user, binFolder: join(distribution.folder, "bin"), clusterFolder };
  }
  // 0711: Postgres's own user passes through to its cluster and sees nothing else.
  await makeFolder(dataFolder, 0o711);
  const programs = await reachablePrograms(distribution, user);
  const clusterFolder = await makeFolder(join(await reachableFolder(dataFolder, user), "postgres"), 0o700);
  await chown(clusterFolder, user.uid, user.gid);
  return { user, binFolder: join(programs, "bin"), clusterFolder };
}

async function reachableFolder(dataFolder: string, user: OsUser): Promise<string> {
  if (await canReach(user, dataFolder)) return dataFolder;
  await makeFolder(REACHABLE_FOLDER, 0o711);
  const name = createHash("sha256").update(dataFolder).digest("hex").slice(0, 16);
  return makeFolder(join(REACHABLE_FOLDER, `data-${name}`), 0o711);
}

async function reachablePrograms({ folder, version }: PostgresDistribution, user: OsUser): Promise<string> {
  if (await canReach(user, join(folder, "bin"))) return folder;
  await makeFolder(REACHABLE_FOLDER, 0o711);
  const copy = join(REACHABLE_FOLDER, `postgres-${version}`);
  if ((await stat(copy).catch(() => undefined)) !== undefined) return copy;
  // Renamed when whole, so that another starter never runs half a copy; who comes second drops its own.
  const partial = `${copy}.${process.pid}`;
  await cp(folder, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, copy).catch(() => rm(partial, { recursive: true }));
  return copy;
}

async function makeFolder(folder: string, mode: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, mode);
  return folder;
}
