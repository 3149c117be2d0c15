import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresHome } from "./home.ts";
import { openLog } from "./open-log.ts";
import { commandLine, isRunning, processesIn, waitUntilGone } from "./process-table.ts";
import { postgresSettings } from "./settings.ts";

const START_TIMEOUT_MS = 60_000;

/** A running server of ours. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves when it ends, however it ends. */
  readonly exited: Promise<void>;
}

/**
 * Starts the server and waits until it takes connections. It leads a session of its own, so that Ctrl-C at the
 * terminal does not reach it before those who still write to it, and logs to a file, so that it outlives us.
 */
export async function startPostmaster(
  home: PostgresHome,
  port: number,
  logPath: string,
): Promise<Postmaster> {
  const settings = Object.entries(postgresSettings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openLog(logPath);
  const child = spawn(
    join(home.binFolder, "postgres"),
    ["-D", home.clusterFolder, "-p", String(port), ...settings],
    {
      ...home.user,
      detached: true,
      cwd: "/",
      env: { LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", log, log],
    },
  );
  closeSync(log);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  const gone = exited.then(() => Promise.reject(new Error(`Postgres ended while starting; see ${logPath}`)));
  const pid = await Promise.race([failed, gone, whenReady(home.clusterFolder, () => child.pid)]);
  child.unref();
  return { pid, exited };
}

/** Postgres writes "ready" into its pid file when it takes connections. */
async function whenReady(clusterFolder: string, pid: () => number | undefined): Promise<number> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const file = await readPidFile(clusterFolder);
    if (file?.ready && file.pid === pid()) return file.pid;
    await sleep(20);
  }
  throw new Error(`Postgres did not take connections within ${START_TIMEOUT_MS / 1000} s`);
}

/** The postmaster that runs on this cluster, whoever started it. */
export async function findPostmaster(clusterFolder: string): Promise<number | undefined> {
  const file = await readPidFile(clusterFolder);
  if (file === undefined || !isRunning(file.pid)) return undefined;
  // After a restart of the machine the recorded id may be anybody's.
  return commandLine(file.pid)?.includes(` -D ${clusterFolder} `) ? file.pid : undefined;
}

/**
 * Ends the server: rolls open transactions back and writes a checkpoint. Where that hangs it is told to end without,
 * and recovers at its next start.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ["SIGINT", 30_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 10_000],
  ] as const) {
    if (!isRunning(pid)) return;
    process.kill(pid, signal);
    if (await waitUntilGone(pid, patienceMs)) return;
  }
  throw new Error(`Postgres (process ${pid}) cannot be ended`);
}

/**
 * Removes a pid file that would keep the server from starting: its process is a zombie, or somebody else by now.
 * With that file goes Postgres's own guard against two servers on one cluster, so first its last processes must go.
 */
export async function clearStalePidFile(clusterFolder: string): Promise<void> {
  const file = await readPidFile(clusterFolder);
  if (file === undefined || (await findPostmaster(clusterFolder)) !== undefined) return;
  for (const pid of processesIn(clusterFolder)) {
    if (await waitUntilGone(pid, 5_000)) continue;
    process.kill(pid, "SIGQUIT");
    if (!(await waitUntilGone(pid, 5_000))) throw new Error(`Process ${pid} still uses ${clusterFolder}`);
  }
  await rm(join(clusterFolder, "postmaster.pid"), { force: true });
}

async function readPidFile(clusterFolder: string): Promise<{ pid: number; ready: boolean } | undefined> {
  const text = await readFile(join(clusterFolder, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  return Number.isInteger(pid) ? { pid, ready: lines[7]?.trim() === "ready" } : undefined;
}
