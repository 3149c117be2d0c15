import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres, waitUntilGone } from "@keybrake/database/embedded";
import { migrate } from "@keybrake/database/migrate";
import pg from "pg";
import type { StackDatabase } from "./stack.ts";

/** A Postgres of one test's own, to be killed or frozen. */
export interface OwnPostgres {
  readonly database: StackDatabase;
  /** No shutdown: what was not on disk is lost. */
  kill(): Promise<void>;
  /** After `kill`, on the port that it had; resolves when it takes connections. */
  start(): Promise<void>;
  /** Its processes stand still, all of them: connections stay open, and what is sent gets no answer. */
  freeze(): Promise<void>;
  /** After `freeze`; the processes go on with what they were at. */
  thaw(): void;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "keybrake-outage-"));
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(folder);
  await migrate(postgres.ownerUrl);
  const { ownerUrl, superuserUrl, clusterFolder } = postgres;
  let frozen: readonly number[] = [];
  const thaw = () => {
    for (const pid of frozen) process.kill(pid, "SIGCONT");
    frozen = [];
  };
  return {
    database: {
      ...(await postgres.openRoleLogins()),
      superuserUrl,
      drop: async () => {
        thaw();
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
    freeze: async () => {
      const client = new pg.Client({ connectionString: superuserUrl });
      client.on("error", () => undefined);
      await client.connect();
      // First the one that would start others.
      process.kill(postgres.pid, "SIGSTOP");
      frozen = [postgres.pid];
      const { rows } = await client.query<{ pid: number }>("SELECT pid FROM pg_stat_activity");
      for (const { pid } of rows) {
        process.kill(pid, "SIGSTOP");
        frozen = [...frozen, pid];
      }
      client.connection.stream.destroy();
    },
    thaw,
  };
}
