import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, copyFileSync, readFileSync, statSync, truncateSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, openLog, waitUntilGone } from "@keybrake/database/embedded";
import { root } from "../root.ts";
import { signalGroup } from "./claim.ts";
import { answers } from "./health.ts";

const START_TIMEOUT_MS = 60_000;
/** A process that lived this long had started well: its next death begins a new count. */
const STEADY_MS = 60_000;
const RESTARTS_MAX = 5;
const LOG_BYTES_MAX = 32 * 1024 * 1024;

/** One process that the supervisor keeps running. */
export interface App {
  readonly name: string;
  /** Arguments of Node. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the app can do its work. */
  readonly healthUrl: string;
  /** How long it may take to finish what is open, in milliseconds. */
  readonly patienceMs: number;
  /** Before it is started again the first time; doubled each time, in milliseconds. */
  readonly restartWaitMs: number;
  readonly logPath: string;
}

/** What the supervisor wants to hear of. */
export interface AppEvents {
  readonly started: (name: string, pid: number) => void;
  readonly say: (text: string) => void;
  /** It died more often than may be. */
  readonly gaveUp: (name: string) => void;
}

/** Runs one app in a process group of its own, so that Ctrl-C reaches only the supervisor, and again when it dies. */
export class AppProcess {
  readonly #events: AppEvents;
  #app: App;
  #child: ChildProcess | undefined;
  #startedAt = 0;
  #restarts = 0;
  #stopping = false;

  constructor(app: App, events: AppEvents) {
    this.#app = app;
    this.#events = events;
  }

  get name(): string {
    return this.#app.name;
  }

  start(): void {
    const { command, folder, env, logPath, name } = this.#app;
    // A file and not a pipe to us: the app must outlive us in good order if we are killed.
    const log = openLog(logPath);
    const child = spawn(process.execPath, command, {
      cwd: `${root}/${folder}`,
      env,
      detached: true,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.#child = child;
    this.#startedAt = performance.now();
    if (child.pid !== undefined) this.#events.started(name, child.pid);
    child.once("error", (fault) => this.#events.say(`${name} cannot be started: ${fault.message}`));
    child.once("exit", (code, signal) => {
      if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
      if (this.#child === child && !this.#stopping) void this.#restart(signal ?? `exit code ${code}`);
    });
  }

  async #restart(reason: string): Promise<void> {
    const { name, logPath, restartWaitMs } = this.#app;
    if (performance.now() - this.#startedAt > STEADY_MS) this.#restarts = 0;
    this.#restarts += 1;
    this.#events.say(`${name} ended (${reason}). The end of ${logPath}:\n${lastLines(logPath)}`);
    if (this.#restarts > RESTARTS_MAX) return this.#events.gaveUp(name);
    await sleep(restartWaitMs * 2 ** (this.#restarts - 1));
    if (this.#stopping) return;
    this.#events.say(`Starting ${name} again.`);
    this.start();
  }

  /** @throws when it is not healthy within a minute */
  async whenHealthy(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (!(await answers(this.#app.healthUrl))) {
      signal.throwIfAborted();
      if (performance.now() > deadline) {
        throw new Error(
          `${this.name} did not answer at ${this.#app.healthUrl} in time. The end of its log:\n${lastLines(this.#app.logPath)}`,
        );
      }
      await sleep(100);
    }
  }

  /** Lets it finish what is open, for as long as it may take. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const pid = this.#child?.pid;
    if (pid === undefined || !isRunning(pid)) return;
    signalGroup(pid, "SIGTERM");
    if (await waitUntilGone(pid, this.#app.patienceMs)) return;
    this.#events.say(
      `${this.name} did not end within ${this.#app.patienceMs / 1000} s and is ended by force.`,
    );
    signalGroup(pid, "SIGKILL");
    await waitUntilGone(pid, 5_000);
  }

  /** Ends it at once. */
  kill(): void {
    this.#stopping = true;
    const pid = this.#child?.pid;
    if (pid !== undefined && isRunning(pid)) signalGroup(pid, "SIGKILL");
  }

  /** Stops it and starts it with another environment. */
  async replace(app: App): Promise<void> {
    await this.stop();
    this.#child = undefined;
    this.#app = app;
    this.#stopping = false;
    this.start();
  }

  /** Keeps the log from filling the disk. The app appends, so a file that was cut short goes on from its new end. */
  trimLog(): void {
    const { logPath } = this.#app;
    if ((statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) < LOG_BYTES_MAX) return;
    copyFileSync(logPath, `${logPath}.1`);
    truncateSync(logPath);
  }
}

function lastLines(path: string): string {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.slice(-15).join("\n").replace(/^/gm, "  | ");
}
