import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, startTime, waitUntilGone } from "@keybrake/database/embedded";
import { z } from "zod";

const processSchema = z.object({ pid: z.number().int().positive(), startTime: z.string() });
const recordSchema = z.object({
  supervisor: processSchema,
  stopping: z.boolean(),
  children: z.array(processSchema.extend({ name: z.string() })),
});

type RunRecord = z.infer<typeof recordSchema>;

/** How long an orphan may take to end in good order: the proxy finishes its open calls. */
const ORPHAN_PATIENCE_MS = 15_000;
/** How long a supervisor may take to notice that its npm was killed, and then to stop. */
const NOTICE_MS = 1_500;
const STOP_PATIENCE_MS = 60_000;

/** A data folder's one supervisor, and the processes it started, on record for whoever comes after it. */
export class Claim {
  readonly #path: string;
  readonly #children = new Map<string, number>();
  #stopping = false;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Takes the data folder. What a supervisor that was killed has left running is ended first, in the order in which it
   * was recorded.
   * @throws when another supervisor lives and is not about to stop
   */
  static async take(dataFolder: string, say: (text: string) => void): Promise<Claim> {
    const claim = new Claim(join(dataFolder, "run.json"));
    await claim.#waitForStop(say);
    while (!claim.#create()) {
      const dead = claim.#moveDeadAside();
      if (dead === undefined) continue;
      for (const child of dead.children) await endOrphan(child, say);
    }
    return claim;
  }

  /** Puts a child on record. Synchronous: it must be there before anything can go wrong. */
  record(name: string, pid: number): void {
    this.#children.set(name, pid);
    this.#write();
  }

  /** Tells the next one that it need only wait. */
  recordStopping(): void {
    this.#stopping = true;
    this.#write();
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }

  async #waitForStop(say: (text: string) => void): Promise<void> {
    const noticedBy = performance.now() + NOTICE_MS;
    const other = () => readLiving(this.#path);
    while (other()?.stopping === false && performance.now() < noticedBy) await sleep(100);
    const stopping = other();
    if (!stopping?.stopping) return;
    say(`Waiting for the Keybrake that is stopping (process ${stopping.supervisor.pid}) …`);
    await waitUntilGone(stopping.supervisor.pid, STOP_PATIENCE_MS);
  }

  #write(): void {
    writeFileSync(`${this.#path}.new`, this.#text(), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }

  #text(): string {
    const supervisor = identify(process.pid);
    const children = [...this.#children].map(([name, pid]) => ({ name, ...identify(pid) }));
    return `${JSON.stringify({ supervisor, stopping: this.#stopping, children }, null, 2)}\n`;
  }

  /** A link, unlike a rename, fails when the name is taken. */
  #create(): boolean {
    const draft = `${this.#path}.${process.pid}`;
    writeFileSync(draft, this.#text(), { mode: 0o600 });
    try {
      linkSync(draft, this.#path);
      return true;
    } catch (fault) {
      if (codeOf(fault) !== "EEXIST") throw fault;
      return false;
    } finally {
      rmSync(draft);
    }
  }

  /** Undefined when another starter was quicker. */
  #moveDeadAside(): RunRecord | undefined {
    const aside = `${this.#path}.${process.pid}.dead`;
    try {
      refuseIfAlive(readRecord(this.#path));
      renameSync(this.#path, aside);
    } catch (fault) {
      if (codeOf(fault) === "ENOENT") return undefined;
      throw fault;
    }
    // Between reading and renaming, another starter may have put its own record there.
    const record = readRecord(aside);
    if (isSame(record.supervisor)) renameSync(aside, this.#path);
    refuseIfAlive(record);
    rmSync(aside);
    return record;
  }
}

function readRecord(path: string): RunRecord {
  return recordSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** What stands there if its supervisor lives. */
function readLiving(path: string): RunRecord | undefined {
  try {
    const record = readRecord(path);
    return isSame(record.supervisor) ? record : undefined;
  } catch (fault) {
    if (codeOf(fault) === "ENOENT") return undefined;
    throw fault;
  }
}

function identify(pid: number): z.infer<typeof processSchema> {
  return { pid, startTime: startTime(pid) ?? "" };
}

/** The same process still, and not another that was given its id. */
function isSame(recorded: z.infer<typeof processSchema>): boolean {
  return isRunning(recorded.pid) && startTime(recorded.pid) === recorded.startTime;
}

function refuseIfAlive({ supervisor }: RunRecord): void {
  if (!isSame(supervisor)) return;
  throw new Error(
    `Keybrake runs already on this data folder (process ${supervisor.pid}). Stop it first, or name another folder in KEYBRAKE_DATA_DIR.`,
  );
}

async function endOrphan(child: RunRecord["children"][number], say: (text: string) => void): Promise<void> {
  if (!isSame(child)) return;
  say(`Ending ${child.name} (process ${child.pid}), left over from a start that was killed …`);
  signalGroup(child.pid, "SIGTERM");
  if (await waitUntilGone(child.pid, ORPHAN_PATIENCE_MS)) return;
  signalGroup(child.pid, "SIGKILL");
  if (!(await waitUntilGone(child.pid, 5_000))) throw new Error(`Process ${child.pid} cannot be ended`);
}

/** Signals a child that leads a process group, and whatever it has started; quiet when there is none left. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (fault) {
    if (codeOf(fault) !== "ESRCH") throw fault;
  }
}

function codeOf(fault: unknown): unknown {
  return fault instanceof Error && "code" in fault ? fault.code : undefined;
}
