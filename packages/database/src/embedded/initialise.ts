import { execFile } from "node:child_process";
import { chown, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { PostgresHome } from "./home.ts";

const run = promisify(execFile);

/** Whether the cluster has been made: it comes to its place whole. */
export async function isInitialised(home: PostgresHome): Promise<boolean> {
  return (await stat(join(home.clusterFolder, "PG_VERSION")).catch(() => undefined)) !== undefined;
}

/**
 * Makes an empty cluster whose superuser has that password. SCRAM for every connection: another user of this machine
 * can reach the port as well. Text sorts by code point, by Postgres's own rules, so that a new operating system
 * changes no index.
 */
export async function initialiseCluster(home: PostgresHome, superuserPassword: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(home.clusterFolder), "postgres-new-"));
  const passwordFile = join(folder, "password");
  const cluster = join(folder, "cluster");
  try {
    await writeFile(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
    await mkdir(cluster, { mode: 0o700 });
    if (home.user !== undefined) {
      const { uid, gid } = home.user;
      await Promise.all([folder, passwordFile, cluster].map((path) => chown(path, uid, gid)));
    }
    const options = [
      `--pgdata=${cluster}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ];
    await run(join(home.binFolder, "initdb"), options, {
      ...home.user,
      cwd: "/",
      env: { LC_ALL: "C", TZ: "UTC" },
    });
    await rename(cluster, home.clusterFolder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
