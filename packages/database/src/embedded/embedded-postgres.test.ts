import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { isRunning } from "./process-table.ts";

let dataFolder: string;
let running: EmbeddedPostgres | undefined;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "keybrake-embedded-"));
});

afterEach(async () => {
  await running?.stop();
  if (running !== undefined) await rm(running.clusterFolder, { recursive: true, force: true });
  await rm(dataFolder, { recursive: true, force: true });
  running = undefined;
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres(dataFolder);
  return running;
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function mode(...path: string[]): Promise<number> {
  return (await stat(join(...path))).mode & 0o777;
}

describe("the embedded Postgres", () => {
  test("finds its data, port and passwords again, and keeps them from others", async () => {
    const first = await start();
    await query(first.ownerUrl, "CREATE TABLE kept AS SELECT 1 AS one");
    expect(await mode(first.clusterFolder)).toBe(0o700);
    expect(await mode(dataFolder, "postgres.json")).toBe(0o600);
    expect(await mode(dataFolder, "postgres.log")).toBe(0o600);
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);

    const second = await start();
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await query(second.ownerUrl, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  });

  test("is durable, asks for a password, and listens on loopback alone", async () => {
    const { ownerUrl, superuserUrl } = await start();
    const settings = await query(
      superuserUrl,
      `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages,
              current_setting('synchronous_commit') AS commit, current_setting('listen_addresses') AS listen,
              current_setting('unix_socket_directories') AS sockets`,
    );
    expect(settings).toEqual([{ fsync: "on", pages: "on", commit: "on", listen: "127.0.0.1", sockets: "" }]);
    const wrong = new URL(ownerUrl);
    wrong.password = "wrong";
    await expect(query(wrong.href, "SELECT 1")).rejects.toThrow("password authentication failed");
    expect(
      await query(superuserUrl, "SELECT left(rolpassword, 14) AS kind FROM pg_authid WHERE rolcanlogin"),
    ).toEqual([{ kind: "SCRAM-SHA-256$" }, { kind: "SCRAM-SHA-256$" }]);
  });

  test("ends one that a dead starter left running, and keeps what it had committed", async () => {
    const orphan = await start();
    await query(orphan.ownerUrl, "CREATE TABLE kept AS SELECT 1 AS one");
    const successor = await start();
    expect(isRunning(orphan.pid)).toBe(false);
    expect(await query(successor.ownerUrl, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  });

  test("starts after kill -9 of the server", async () => {
    const killed = await start();
    await query(killed.ownerUrl, "CREATE TABLE kept AS SELECT 1 AS one");
    process.kill(killed.pid, "SIGKILL");
    await killed.exited;
    const successor = await start();
    expect(await query(successor.ownerUrl, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  });

  test("starts when its pid file names a process that is somebody else by now, and leaves that one alone", async () => {
    const before = await start();
    await before.stop();
    // Of the same user: Postgres itself sees through a pid file that names another user's process.
    const { uid, gid } = await stat(before.clusterFolder);
    const stranger: ChildProcess = spawn("sleep", ["60"], { stdio: "ignore", uid, gid, cwd: "/" });
    await writeFile(
      join(before.clusterFolder, "postmaster.pid"),
      `${stranger.pid}\n${before.clusterFolder}\n`,
    );
    try {
      const successor = await start();
      expect(await query(successor.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
      await once(stranger, "exit");
    }
  });

  test("takes another port when its own was taken", async () => {
    const before = await start();
    await before.stop();
    const thief = createServer().listen(Number(new URL(before.ownerUrl).port), "127.0.0.1");
    await once(thief, "listening");
    try {
      const successor = await start();
      expect(new URL(successor.ownerUrl).port).not.toBe(new URL(before.ownerUrl).port);
      expect(await query(successor.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    } finally {
      thief.close();
    }
  });

  test("refuses a data folder whose passwords were lost, naming the file", async () => {
    const before = await start();
    await before.stop();
    const state = await readFile(join(dataFolder, "postgres.json"));
    await rm(join(dataFolder, "postgres.json"));
    await expect(startEmbeddedPostgres(dataFolder)).rejects.toThrow("postgres.json");
    await writeFile(join(dataFolder, "postgres.json"), state);
  });
});
