import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded/embedded-postgres.ts";
import type { RoleUrls } from "../embedded/logins.ts";
import { migrate } from "../migrate/migrate.ts";

/** A Postgres for one test run; its migrated database `keybrake` is the template that tests clone. */
export interface TestPostgres {
  readonly urls: RoleUrls & { readonly ownerUrl: string; readonly superuserUrl: string };
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Waits for its standard input to close, which happens however the test run ends; then clears up. */
const REAPER = `
  cat > /dev/null
  kill -QUIT "$1" 2> /dev/null
  tries=0
  while kill -0 "$1" 2> /dev/null && [ "$tries" -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
  rm -rf "$2" "$3"
`;

/** Starts an empty Postgres in a temporary folder and migrates it. It goes when this process goes, even by kill -9. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "keybrake-test-"));
  const postgres = await startEmbeddedPostgres(folder).catch(async (fault) => {
    await rm(folder, { recursive: true, force: true });
    throw fault;
  });
  const stop = startReaper(postgres, folder);
  await migrate(postgres.ownerUrl);
  const roleUrls = await postgres.openRoleLogins();
  return { urls: { ...roleUrls, ownerUrl: postgres.ownerUrl, superuserUrl: postgres.superuserUrl }, stop };
}

function startReaper(postgres: EmbeddedPostgres, folder: string): () => Promise<void> {
  const reaper = spawn("sh", ["-c", REAPER, "reaper", String(postgres.pid), folder, postgres.clusterFolder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  reaper.unref();
  return async () => {
    const exited = once(reaper, "exit");
    reaper.stdin.end();
    await exited;
  };
}
