import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { platform } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process with that id runs. A zombie does not: it only waits for a parent that never asks. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (fault) {
    // EPERM: it is there, and another user's.
    if (!(fault instanceof Error && "code" in fault && fault.code === "EPERM")) return false;
  }
  return statField(pid, 0) !== "Z";
}

/**
 * When a process started, in whatever unit the system has: compared for equality, it tells a process from a later one
 * that was given the same id. Undefined when there is none.
 */
export function startTime(pid: number): string | undefined {
  if (platform() === "linux") return statField(pid, 19);
  return ps(pid, "lstart=");
}

/** The words that a process was started with; undefined when there is none or it is another user's secret. */
export function commandLine(pid: number): string | undefined {
  if (platform() !== "linux") return ps(pid, "command=");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return undefined;
  }
}

/** The processes whose working folder is `folder`. Empty where the system has no /proc. */
export function processesIn(folder: string): number[] {
  if (platform() !== "linux") return [];
  return readdirSync("/proc")
    .map((name) => Number.parseInt(name, 10))
    .filter((pid) => Number.isInteger(pid) && workingFolder(pid) === folder && isRunning(pid));
}

/** Waits until the process is gone, and answers whether it went in that time. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isRunning(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Fields of /proc/<pid>/stat counted from the state, since the name before it may hold spaces and brackets. */
function statField(pid: number, index: number): string | undefined {
  if (platform() !== "linux") return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[index];
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
