import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres, waitUntilGone } from "@keybrake/database/embedded";
import { migrate } from "@keybrake/database/migrate";
import type { StackDatabase } from "./stack.ts";

/** A Postgres of one test's own, to be killed. */
export interface OwnPostgres {
  readonly database: StackDatabase;
  /** No shutdown: what was not on disk is lost. */
  kill(): Promise<void>;
  /** After `kill`, on the port that it had; resolves when it takes connections. */
  start(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "keybrake-outage-"));
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(folder);
  await migrate(postgres.ownerUrl);
  const { ownerUrl, superuserUrl, clusterFolder } = postgres;
  return {
    database: {
      ...(await postgres.openRoleLogins()),
      superuserUrl,
      drop: async () => {
        await postgres.stop();
        for (const path of [folder, clusterFolder]) await rm(path, { recursive: true, force: true });
      },
    },
    kill: async () => {
      process.kill(postgres.pid, "SIGKILL");
      await waitUntilGone(postgres.pid, 5_000);
    },
    start: async () => {
      postgres = await startEmbeddedPostgres(folder);
      if (postgres.ownerUrl !== ownerUrl) throw new Error("Postgres came back at another address");
    },
  };
}
