import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning, startTime } from "@keybrake/database/embedded";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Claim } from "./claim.ts";

let folder: string;
let sleepers: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keybrake-claim-"));
  sleepers = [];
});

afterEach(() => {
  for (const sleeper of sleepers) sleeper.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

async function sleeper(): Promise<number> {
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  await once(child, "spawn");
  sleepers.push(child);
  return child.pid ?? 0;
}

function writeRecord(
  supervisor: { pid: number; startTime: string },
  children: unknown[] = [],
  stopping = false,
): void {
  writeFileSync(join(folder, "run.json"), JSON.stringify({ supervisor, stopping, children }));
}

function identify(pid: number): { pid: number; startTime: string } {
  return { pid, startTime: startTime(pid) ?? "" };
}

const DEAD = { pid: 2 ** 22 - 1, startTime: "1" };
const silent = () => {};

describe("a claim on a data folder", () => {
  test("refuses a second supervisor while the first lives", async () => {
    const first = await Claim.take(folder, silent);
    await expect(Claim.take(folder, silent)).rejects.toThrow("runs already");
    first.release();
    await Claim.take(folder, silent);
  });

  test("waits for one that is stopping", async () => {
    const supervisor = await sleeper();
    writeRecord(identify(supervisor));
    const next = Claim.take(folder, silent);
    writeRecord(identify(supervisor), [], true);
    setTimeout(() => process.kill(supervisor, "SIGKILL"), 500);
    await next;
    expect(isRunning(supervisor)).toBe(false);
  });

  test("is for its owner's eyes and gone after release", async () => {
    const claim = await Claim.take(folder, silent);
    expect(statSync(join(folder, "run.json")).mode & 0o777).toBe(0o600);
    claim.release();
    expect(existsSync(join(folder, "run.json"))).toBe(false);
  });

  test("ends what a dead supervisor left running", async () => {
    const orphan = await sleeper();
    writeRecord(DEAD, [{ name: "proxy", ...identify(orphan) }]);
    await Claim.take(folder, silent);
    expect(isRunning(orphan)).toBe(false);
  });

  test("leaves a process alone that has a dead child's number", async () => {
    const stranger = await sleeper();
    writeRecord(DEAD, [{ name: "proxy", pid: stranger, startTime: "1" }]);
    await Claim.take(folder, silent);
    expect(isRunning(stranger)).toBe(true);
  });

  test("takes over when another process has the dead supervisor's number", async () => {
    writeRecord({ pid: process.pid, startTime: "1" });
    const claim = await Claim.take(folder, silent);
    claim.record("proxy", process.pid);
    expect(JSON.parse(readFileSync(join(folder, "run.json"), "utf8"))).toEqual({
      supervisor: identify(process.pid),
      stopping: false,
      children: [{ name: "proxy", ...identify(process.pid) }],
    });
  });

  test("falls to exactly one of several that start at the same time after a kill", async () => {
    const orphan = await sleeper();
    writeRecord(DEAD, [{ name: "proxy", ...identify(orphan) }]);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => Claim.take(folder, silent)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
