import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Aim, CallerOrder, CallerReply, CallPlan, CallRecord, CallReport } from "./call-plan.ts";
import { inherited } from "./env.ts";
import { root } from "./process.ts";

/** A plan under way. */
export interface Calls {
  /** Changes which keys are called from now on. */
  aim(aim: Aim): void;
  /** Begins no more of them. */
  end(): void;
  /** Resolves when the last one has been answered. */
  readonly report: Promise<CallReport>;
}

/** Agents in a process of their own, one plan at a time. */
export class Caller {
  readonly #child: ChildProcess;
  readonly #proxyUrls: readonly string[];

  private constructor(child: ChildProcess, proxyUrls: readonly string[]) {
    this.#child = child;
    this.#proxyUrls = proxyUrls;
  }

  static async start(proxyUrls: readonly string[]): Promise<Caller> {
    const child = fork(fileURLToPath(new URL("./caller-process.ts", import.meta.url)), {
      cwd: root,
      env: { ...inherited },
      execArgv: ["--import", "tsx/esm"],
      serialization: "advanced",
    });
    const failed = once(child, "exit").then(() => Promise.reject(new Error("the caller did not start")));
    await Promise.race([once(child, "message"), failed]);
    // It ends some day, in order.
    failed.catch(() => undefined);
    return new Caller(child, proxyUrls);
  }

  begin(plan: CallPlan): Calls {
    const report = this.#report();
    // A test that fails before it waits for its report has said enough.
    report.catch(() => undefined);
    this.#order({ kind: "begin", plan, proxyUrls: this.#proxyUrls });
    return {
      aim: (aim) => this.#order({ kind: "aim", aim }),
      end: () => this.#order({ kind: "end" }),
      report,
    };
  }

  /** A plan that ends by itself. */
  run(plan: CallPlan & { readonly calls: number }): Promise<CallReport> {
    return this.begin(plan).report;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.disconnect();
    await exited;
  }

  #order(order: CallerOrder): void {
    this.#child.send(order);
  }

  #report(): Promise<CallReport> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const calls: CallRecord[] = [];
      const onExit = () => reject(new Error("the caller's process ended before its plan did"));
      const onMessage = (reply: CallerReply) => {
        if (reply.kind === "calls") calls.push(...reply.calls);
        if (reply.kind !== "ended") return;
        child.off("message", onMessage).off("exit", onExit);
        resolve({ calls, ...reply.rest });
      };
      child.on("message", onMessage).once("exit", onExit);
    });
  }
}
