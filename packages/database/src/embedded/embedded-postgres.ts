import { join, resolve } from "node:path";
import { freePort, isPortFree } from "./free-port.ts";
import { type PostgresHome, preparePostgresHome } from "./home.ts";
import { initialiseCluster, isInitialised } from "./initialise.ts";
import { createOwnerAndDatabase, openRoleLogins, type RoleUrls } from "./logins.ts";
import { clearStalePidFile, findPostmaster, startPostmaster, stopPostmaster } from "./postmaster.ts";
import {
  loginUrl,
  newPasswords,
  type PostgresState,
  readPostgresState,
  writePostgresState,
} from "./state-file.ts";

/** A Postgres 18 of our own, on loopback. */
export interface EmbeddedPostgres {
  readonly pid: number;
  readonly clusterFolder: string;
  /** Owns the database and runs migrations; no superuser. */
  readonly ownerUrl: string;
  /** For what an owner may not do: cloning databases, reading settings. */
  readonly superuserUrl: string;
  /** Lets the roles that the migrations made log in, each with a password of its own; call after migrating. */
  openRoleLogins(): Promise<RoleUrls>;
  /** Resolves when the server ends, however it ends. */
  readonly exited: Promise<void>;
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the Postgres of a data folder, making its cluster, passwords and database the first time. One that was left
 * running by a starter that died is ended first. The caller sees to it that nobody else starts the same folder now.
 * @param dataFolder holds `postgres.json` (0600), `postgres.log` and, where its user can reach it, the cluster
 */
export async function startEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres> {
  const folder = resolve(dataFolder);
  const home = await preparePostgresHome(folder);
  const recorded = await prepareCluster(folder, home);
  const orphan = await findPostmaster(home.clusterFolder);
  if (orphan !== undefined) await stopPostmaster(orphan);
  await clearStalePidFile(home.clusterFolder);

  const port = (await isPortFree(recorded.port)) ? recorded.port : await freePort();
  const postmaster = await startPostmaster(home, port, join(folder, "postgres.log"));
  const state = { ...recorded, port, pid: postmaster.pid };
  await writePostgresState(folder, state);
  await createOwnerAndDatabase(state);
  return {
    ...postmaster,
    clusterFolder: home.clusterFolder,
    ownerUrl: loginUrl(state, "keybrake_owner"),
    superuserUrl: loginUrl(state, "postgres"),
    openRoleLogins: () => openRoleLogins(state),
    stop: () => stopPostmaster(postmaster.pid),
  };
}

/** The owner's connection string while the Postgres of that data folder runs, whoever started it. */
export async function runningOwnerUrl(dataFolder: string): Promise<string | undefined> {
  const state = await readPostgresState(resolve(dataFolder));
  if (state === undefined) return undefined;
  const { clusterFolder } = await preparePostgresHome(resolve(dataFolder));
  return (await findPostmaster(clusterFolder)) === undefined ? undefined : loginUrl(state, "keybrake_owner");
}

/** The passwords are written before the cluster that demands them, so that a start cut short leaves no locked door. */
async function prepareCluster(folder: string, home: PostgresHome): Promise<PostgresState> {
  const recorded = await readPostgresState(folder);
  const initialised = await isInitialised(home);
  if (recorded !== undefined && initialised) return recorded;
  if (initialised) {
    throw new Error(
      `${home.clusterFolder} has data, but ${join(folder, "postgres.json")} with its passwords is gone`,
    );
  }
  const state = recorded ?? { port: await freePort(), pid: null, passwords: newPasswords() };
  await writePostgresState(folder, state);
  await initialiseCluster(home, state.passwords.postgres);
  return state;
}
