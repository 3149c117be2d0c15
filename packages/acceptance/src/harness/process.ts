import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { inherited } from "./env.ts";

/** The checkout, whose built apps are what is tested. */
export const root = fileURLToPath(new URL("../../../..", import.meta.url));

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

export interface AppOptions {
  readonly name: string;
  /** Path of the script to run, from the root. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the app is up. */
  readonly healthUrl: string;
}

/** One of the product's processes, as an operator would have it: an environment, a port, signals, a log. */
export class App {
  readonly #options: AppOptions;
  #child: ChildProcess;
  #exited: Promise<number | null>;
  #output = "";

  private constructor(options: AppOptions) {
    this.#options = options;
    this.#child = this.#spawn();
    this.#exited = exitOf(this.#child);
  }

  static async start(options: AppOptions): Promise<App> {
    const app = new App(options);
    await app.#untilHealthy();
    return app;
  }

  /** Starts it again once it has ended, with the environment and the ports that it had. */
  async restart(): Promise<void> {
    await this.#exited;
    this.#child = this.#spawn();
    this.#exited = exitOf(this.#child);
    await this.#untilHealthy();
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, [this.#options.script], {
      cwd: root,
      env: { ...inherited, ...this.#options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const collect = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-200_000);
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    return child;
  }

  async #untilHealthy(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (this.#child.exitCode !== null) break;
      const healthy = await fetch(this.#options.healthUrl).then(
        (response) => response.body?.cancel().then(() => response.ok) ?? response.ok,
        () => false,
      );
      if (healthy) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    this.signal("SIGKILL");
    throw new Error(`${this.#options.name} did not start:\n${this.#output}`);
  }

  /** What it has written so far, the last 200 kB. */
  get output(): string {
    return this.#output;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Asks it to end and waits; resolves to its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.signal(signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.signal("SIGKILL");
        reject(new Error(`${this.#options.name} did not end on ${signal}:\n${this.#output}`));
      }, STOP_TIMEOUT_MS);
    });
    return Promise.race([this.#exited, late]).finally(() => clearTimeout(timer));
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}
