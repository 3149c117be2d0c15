import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isRunning } from "@keybrake/database/embedded";
import { freePort } from "@keybrake/database/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { root } from "./root.ts";

const run = promisify(execFile);
const initSchema = z.object({ organization_id: z.string(), service_token: z.string() });
const recordSchema = z.object({ children: z.array(z.object({ name: z.string(), pid: z.number() })) });

let folder: string;
let env: NodeJS.ProcessEnv;
let serviceToken: string;
let current: Start | undefined;

/** One `npm start` under way: what it says, and its end. */
interface Start {
  readonly child: ChildProcess;
  readonly output: () => string;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "keybrake-start-"));
  // Under npm's own variable its end would be ours.
  const { npm_lifecycle_event: _, DATABASE_URL: __, ...inherited } = process.env;
  env = {
    ...inherited,
    KEYBRAKE_DATA_DIR: folder,
    KEYBRAKE_DASHBOARD_PORT: String(await freePort()),
    KEYBRAKE_PROXY_PORT: String(await freePort()),
    KEYBRAKE_PROXY_ADMIN_PORT: String(await freePort()),
    KEYBRAKE_SANDBOX_PORT: String(await freePort()),
  };
});

afterAll(() => {
  current?.child.kill("SIGKILL");
  for (const pid of ownProcesses()) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Start> {
  const child = spawn(process.execPath, [`${root}/scripts/run.mjs`, "start"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  current = { child, output: () => text };
  await vi.waitFor(
    () => {
      expect(child.exitCode, text).toBeNull();
      expect(text).toContain("Keybrake is up");
    },
    { timeout: 120_000, interval: 100 },
  );
  return current;
}

async function endWith(signal: NodeJS.Signals, started: Start): Promise<number | null> {
  started.child.kill(signal);
  if (started.child.exitCode === null && started.child.signalCode === null) await once(started.child, "exit");
  return started.child.exitCode;
}

/** Every process that runs for this data folder, told by its environment or, for Postgres, by its arguments. */
function ownProcesses(): number[] {
  if (platform() !== "linux") return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && mentionsFolder(pid));
}

function mentionsFolder(pid: number): boolean {
  return ["environ", "cmdline"].some((file) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, "utf8").includes(folder);
    } catch {
      return false;
    }
  });
}

function childPid(name: string): number {
  const { children } = recordSchema.parse(JSON.parse(readFileSync(join(folder, "run.json"), "utf8")));
  return children.find((child) => child.name === name)?.pid ?? 0;
}

async function status(port: string | undefined, path: string): Promise<number> {
  const headers = { authorization: `Bearer ${serviceToken}` };
  return fetch(`http://127.0.0.1:${port}${path}`, { headers }).then(
    (response) => response.status,
    () => 0,
  );
}

async function expectAllUp(): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await status(env.KEYBRAKE_PROXY_ADMIN_PORT, "/readyz")).toBe(200);
      expect(await status(env.KEYBRAKE_DASHBOARD_PORT, "/api/v1/vault-keys")).toBe(200);
      expect(await status(env.KEYBRAKE_SANDBOX_PORT, "/_sandbox/log")).toBe(200);
    },
    { timeout: 30_000, interval: 100 },
  );
}

test("npm start brings everything up, and Ctrl-C takes everything down", { timeout: 240_000 }, async () => {
  const started = await start();
  expect(statSync(join(folder, "sealing-private-key")).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "auth-secret")).mode & 0o777).toBe(0o600);
  expect(started.output(), "nobody is here yet").toMatch(/\/set-up\n +([0-9A-Z]{5}-){3}[0-9A-Z]{5}\n/);

  const options = ["--organization", "Acme", "--owner-email", "owner@acme.example", "--owner-password"];
  const keybrake = [
    `${root}/scripts/run.mjs`,
    "keybrake",
    "init",
    ...options,
    "correct horse battery staple",
  ];
  const { stdout } = await run(process.execPath, keybrake, { env });
  serviceToken = initSchema.parse(JSON.parse(stdout)).service_token;
  await expectAllUp();

  const second = run(process.execPath, [`${root}/scripts/run.mjs`, "start"], { env });
  await expect(second).rejects.toThrow("runs already on this data folder");

  expect(await endWith("SIGINT", started), started.output()).toBe(0);
  expect(ownProcesses()).toEqual([]);
  expect(existsSync(join(folder, "run.json"))).toBe(false);
});

test("a second start finds its data again, and mends what dies", { timeout: 240_000 }, async () => {
  const { output } = await start();
  expect(output(), "somebody is here").not.toContain("/set-up");
  await expectAllUp();

  const proxy = childPid("proxy");
  process.kill(proxy, "SIGKILL");
  await vi.waitFor(() => expect(childPid("proxy")).not.toBe(proxy), 10_000);
  await expectAllUp();

  const postgres = JSON.parse(readFileSync(join(folder, "postgres.json"), "utf8")).pid;
  process.kill(postgres, "SIGKILL");
  await vi.waitFor(async () => {
    expect(JSON.parse(readFileSync(join(folder, "postgres.json"), "utf8")).pid).not.toBe(postgres);
  }, 20_000);
  await expectAllUp();
});

test("after kill -9 of the supervisor the next start takes over", { timeout: 240_000 }, async () => {
  if (current === undefined) throw new Error("The test before this one leaves its start running");
  await endWith("SIGKILL", current);
  const orphans = ["proxy", "dashboard", "sandbox"].map(childPid);
  const successor = await start();
  expect(successor.output()).toContain("Ending proxy");
  expect(orphans.filter(isRunning)).toEqual([]);
  await expectAllUp();

  expect(await endWith("SIGTERM", successor), successor.output()).toBe(0);
  expect(ownProcesses()).toEqual([]);
});
