import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ, in which the kernel tells times to programs: 100 on every Linux that Node runs on (proc(5)). */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  /** Its own time and that of children that have ended and were waited for. */
  readonly ticks: number;
}

/**
 * Processor time in seconds that a process and its descendants have used since they began, user and system. Postgres
 * ends and starts backends as it likes: the time of those that ended is in their parent's account.
 */
export function processorSeconds(pid: number): number {
  return sum(family(pid).map(({ ticks }) => ticks)) / TICKS_PER_SECOND;
}

/** Resident memory of a process and its descendants in bytes: what they hold now, and the most each ever held. */
export function residentBytes(pid: number): { readonly now: number; readonly peak: number } {
  const statuses = family(pid).map((member) => read(`/proc/${member.pid}/status`) ?? "");
  const bytes = (name: string) => {
    const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m");
    return sum(statuses.map((status) => Number(line.exec(status)?.[1] ?? 0))) * 1024;
  };
  return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
}

/** A process and its descendants. */
function family(pid: number): (Stat & { readonly pid: number })[] {
  const all = readdirSync("/proc").flatMap((name) => {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    return stat === undefined ? [] : [{ pid: Number(name), ...stat }];
  });
  const found = all.filter((process) => process.pid === pid);
  for (const member of found) found.push(...all.filter(({ parent }) => parent === member.pid));
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function readStat(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The second field is the program's name in brackets and may hold anything, so counting begins behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [, parent, ...rest] = fields.map(Number);
  const ticks = sum(rest.slice(9, 13));
  return parent === undefined ? undefined : { parent, ticks };
}

/** Undefined when the process has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
