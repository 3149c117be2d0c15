import { setTimeout as wait } from "node:timers/promises";
import type { App } from "./process.ts";
import type { Random } from "./random.ts";

/** A process stood still, as on a machine that was paused. By the wall clock. */
export interface Freeze {
  /** Its place among those that may be frozen. */
  readonly place: number;
  readonly fromMs: number;
  /** Nothing of it ran before. */
  readonly toMs: number;
}

/**
 * In milliseconds. What was judged before a freeze of the first kind may still be sent after it; the second kind makes
 * tickets stale whose calls may be taken again; after the third the proxy has given the ledger's answer up.
 */
const DURATIONS: readonly (readonly [least: number, most: number])[] = [
  [100, 240],
  [400, 850],
  [900, 2_000],
];
const PAUSE = [100, 500] as const;

export interface Freezing {
  readonly freezes: readonly Freeze[];
  /** Resolves when nothing is frozen any more. */
  stop(): Promise<void>;
}

/** Freezes one of several processes after the other, at random, for 0.1 to 2 s each. */
export function startFreezing(apps: readonly App[], random: Random): Freezing {
  const stopped = new AbortController();
  const freezes: Freeze[] = [];
  const freeze = async (place: number, ms: number) => {
    const fromMs = Date.now();
    apps[place]?.signal("SIGSTOP");
    try {
      await wait(ms);
    } finally {
      freezes.push({ place, fromMs, toMs: Date.now() });
      // A process that stays frozen could not even be ended.
      apps[place]?.signal("SIGCONT");
    }
  };
  const work = async () => {
    while (!stopped.signal.aborted) {
      await wait(random.between(...PAUSE), undefined, { signal: stopped.signal }).catch(() => undefined);
      const [least, most] = random.pick(DURATIONS);
      if (!stopped.signal.aborted) {
        await freeze(random.between(0, apps.length - 1), random.between(least, most));
      }
    }
  };
  const working = work();
  return {
    freezes,
    stop: async () => {
      stopped.abort();
      await working;
    },
  };
}
