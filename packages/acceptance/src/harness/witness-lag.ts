import { setTimeout as wait } from "node:timers/promises";
import type { SandboxWitness } from "./sandbox.ts";

const INTERVAL_MS = 10;

/** The sandbox notes a request when its event loop gets to it: how late that is can be seen by asking it all the time. */
export interface WitnessLag {
  readonly worstMs: number;
  stop(): Promise<void>;
}

export function startAskingWitness(sandbox: SandboxWitness): WitnessLag {
  let worstMs = 0;
  let isStopped = false;
  const ask = async () => {
    while (!isStopped) {
      const askedAt = performance.now();
      await sandbox.mark();
      worstMs = Math.max(worstMs, performance.now() - askedAt);
      await wait(INTERVAL_MS);
    }
  };
  const asking = ask();
  return {
    get worstMs() {
      return worstMs;
    },
    stop: async () => {
      isStopped = true;
      await asking;
    },
  };
}
