import { BoundedMap } from "../bounded-map.ts";

interface Pace {
  /** Monotonic milliseconds at which the next answer of this key may leave. */
  nextAt: number;
  waiting: number;
}

const KEYS_MAX = 20_000;
const INTERVAL_MS = 50;
const BURST_MS = 1_000;
const WAITING_MAX = 32;

/**
 * Spaces the denied answers of one key to 20 a second, the first 20 at once: a loop that takes no for an answer is
 * slowed down instead of filling the audit log at full speed.
 */
export class DenialPace {
  readonly #byKey = new BoundedMap<string, Pace>(KEYS_MAX);

  /** Resolves when the answer may be sent; false when too many wait already and the connection is to be closed. */
  async wait(vaultKeyId: string): Promise<boolean> {
    const now = performance.now();
    const pace = this.#byKey.get(vaultKeyId) ?? { nextAt: Number.NEGATIVE_INFINITY, waiting: 0 };
    this.#byKey.set(vaultKeyId, pace);
    if (pace.waiting >= WAITING_MAX) return false;
    pace.nextAt = Math.max(pace.nextAt, now - BURST_MS) + INTERVAL_MS;
    const delayMs = pace.nextAt - now;
    if (delayMs <= 0) return true;
    pace.waiting += 1;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    pace.waiting -= 1;
    return true;
  }
}
