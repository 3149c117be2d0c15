import type { ProxyDatabase } from "@keybrake/database";
import type { KeeperTask } from "./task.ts";

export interface KeeperOptions {
  readonly database: Pick<ProxyDatabase, "asKeeper">;
  readonly tasks: readonly KeeperTask[];
  readonly onError: (error: unknown, task: string) => void;
}

/** Runs the background work beside the calls: each task on its own clock, a failure of one no matter to the others. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    for (const task of this.#options.tasks) {
      let isRunning = false;
      const tick = () => {
        // A run that takes longer than its interval must not pile up on a slow database.
        if (isRunning) return;
        isRunning = true;
        const run = this.#run(task).finally(() => {
          isRunning = false;
          this.#running.delete(run);
        });
        this.#running.add(run);
      };
      this.#timers.push(setInterval(tick, task.everyMs).unref());
      tick();
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running);
  }

  async #run({ name, elected, everyMs, run }: KeeperTask): Promise<void> {
    try {
      if (elected) await this.#options.database.asKeeper({ kind: name, everySeconds: everyMs / 1_000 }, run);
      else await run();
    } catch (error) {
      this.#options.onError(error, name);
    }
  }
}
