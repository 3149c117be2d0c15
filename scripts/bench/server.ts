import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, waitUntilGone } from "@keybrake/database/embedded";
import { root } from "../root.ts";
import { answers } from "../start/health.ts";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;

export interface ServerOptions {
  readonly name: string;
  readonly program: string;
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the server is up. */
  readonly healthUrl: string;
  /** Where its log goes. */
  readonly folder: string;
  /** Below the repository, where it runs; the repository itself unless told. */
  readonly workspace?: string;
}

/** One process of the bench. It is not started again when it dies: what was measured then would mean nothing. */
export interface Server {
  readonly pid: number;
  /** Asks it to end and waits; ends it by force after 20 s. */
  stop(): Promise<void>;
}

/** @throws with the end of its log when it does not answer within 30 s */
export async function startServer(server: ServerOptions, signal: AbortSignal): Promise<Server> {
  const logPath = join(server.folder, `${server.name}.log`);
  const log = openSync(logPath, "a", 0o600);
  // A group of its own: Ctrl-C reaches the bench alone, which stops what it started in order.
  const child = spawn(server.program, server.options, {
    cwd: join(root, server.workspace ?? ""),
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...server.env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  const { pid } = child;
  if (pid === undefined) return failed;
  const stop = async () => {
    if (!isRunning(pid)) return;
    child.kill("SIGTERM");
    if (await waitUntilGone(pid, STOP_TIMEOUT_MS)) return;
    child.kill("SIGKILL");
    await waitUntilGone(pid, STOP_TIMEOUT_MS);
  };
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(server.healthUrl))) {
    if (signal.aborted || performance.now() > deadline || child.exitCode !== null) {
      await stop();
      signal.throwIfAborted();
      const end = readFileSync(logPath, "utf8").slice(-2_000);
      throw new Error(`${server.name} did not answer at ${server.healthUrl}:\n${end}`);
    }
    await sleep(50);
  }
  return { pid, stop };
}

/** A port of the loopback interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
