import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning } from "@keybrake/database/embedded";
import { freePort } from "@keybrake/database/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type App, AppProcess } from "./app-process.ts";

/** Serves 200 with its own environment's GREETING; how it takes a SIGTERM is the test's to say. */
const SERVER = `
  const { createServer } = require("node:http");
  console.log("began", process.env.GREETING);
  process.on("SIGTERM", () => { console.log("told to stop"); STOP });
  createServer((_, response) => response.end()).listen(PORT, "127.0.0.1");
`;

let folder: string;
let pids: number[];
let said: string[];
let gaveUp: string[];
let running: AppProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keybrake-app-"));
  [pids, said, gaveUp, running] = [[], [], [], []];
});

afterEach(() => {
  for (const app of running) app.kill();
  rmSync(folder, { recursive: true });
});

function startApp(app: App): AppProcess {
  const process = new AppProcess(app, {
    started: (_, pid) => pids.push(pid),
    say: (text) => said.push(text),
    gaveUp: (name) => gaveUp.push(name),
  });
  running.push(process);
  process.start();
  return process;
}

function appOf(script: string, port = 1): App {
  return {
    name: "example",
    folder: ".",
    command: ["-e", script],
    env: { GREETING: "hello" },
    healthUrl: `http://127.0.0.1:${port}/`,
    patienceMs: 300,
    restartWaitMs: 1,
    logPath: join(folder, "example.log"),
  };
}

async function serverApp(onStop: string): Promise<App> {
  const port = await freePort();
  return appOf(SERVER.replace("PORT", String(port)).replace("STOP", onStop), port);
}

const log = () => readFileSync(join(folder, "example.log"), "utf8");
const newest = () => pids.at(-1) ?? 0;

describe("a process under the supervisor", () => {
  test("is up when it answers, logs to a file of its owner's, and ends when told to", async () => {
    const app = startApp(await serverApp("process.exit(0)"));
    await app.whenHealthy(new AbortController().signal);
    await app.stop();
    expect(isRunning(newest())).toBe(false);
    expect(log()).toBe("began hello\ntold to stop\n");
    expect(statSync(join(folder, "example.log")).mode & 0o777).toBe(0o600);
    expect(pids).toHaveLength(1);
  });

  test("is ended by force when it does not end in its time", async () => {
    const app = startApp(await serverApp(""));
    await app.whenHealthy(new AbortController().signal);
    await app.stop();
    expect(isRunning(newest())).toBe(false);
    expect(said.join()).toContain("by force");
  });

  test("is started again when it dies, and what it started goes with it", async () => {
    const grandchild = `const { pid } = require("node:child_process").spawn("sleep", ["60"]); console.log("grandchild", pid);`;
    const definition = await serverApp("process.exit(0)");
    const app = startApp({ ...definition, command: ["-e", `${grandchild}${definition.command[1]}`] });
    await app.whenHealthy(new AbortController().signal);
    process.kill(newest(), "SIGKILL");
    await vi.waitFor(() => expect(pids).toHaveLength(2), 5_000);
    await app.whenHealthy(new AbortController().signal);
    const first = Number(/grandchild (\d+)/.exec(log())?.[1]);
    expect(isRunning(first)).toBe(false);
    await app.stop();
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test("is given up after a few deaths, with its last words", async () => {
    startApp(appOf(`console.log("no such file"); process.exit(3)`));
    await vi.waitFor(() => expect(gaveUp).toEqual(["example"]), 10_000);
    expect(pids).toHaveLength(6);
    expect(said.join()).toContain("exit code 3");
    expect(said.join()).toContain("| no such file");
  });

  test("keeps the log of an app that writes on while it is cut short", async () => {
    const app = startApp(await serverApp("process.exit(0)"));
    await app.whenHealthy(new AbortController().signal);
    writeFileSync(join(folder, "example.log"), Buffer.alloc(33 * 1024 * 1024, "x"));
    app.trimLog();
    await app.stop();
    expect(log()).toBe("told to stop\n");
    expect(statSync(join(folder, "example.log.1")).size).toBe(33 * 1024 * 1024);
  });
});
