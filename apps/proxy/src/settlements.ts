import type { Ledger, Settlement } from "@keybrake/ledger";

export interface SettlementsOptions {
  readonly ledger: Pick<Ledger, "settle">;
  readonly onError: (error: unknown) => void;
}

const BACKLOG_MAX = 20_000;
const DELAY_MS_FIRST = 50;
const DELAY_MS_MAX = 5_000;

/**
 * Completes calls off the answer's path. A settlement that the ledger does not take is tried again until it does:
 * settling twice changes nothing, and a hold that is never completed blocks budget. When the backlog is full no more
 * calls are admitted.
 */
export class Settlements {
  readonly #options: SettlementsOptions;
  /** With the vault key of each. */
  readonly #pending = new Map<Promise<void>, string>();
  #stopped = false;

  constructor(options: SettlementsOptions) {
    this.#options = options;
  }

  get backlog(): number {
    return this.#pending.size;
  }

  get isFull(): boolean {
    return this.#pending.size >= BACKLOG_MAX;
  }

  /** Resolves when the call is completed; need not be awaited, and does not reject. */
  add(settlement: Settlement): Promise<void> {
    const settling = this.#settle(settlement).finally(() => this.#pending.delete(settling));
    this.#pending.set(settling, settlement.vaultKeyId);
    return settling;
  }

  /** Whether a call is completed within so many milliseconds; it goes on being tried after that. */
  async within(settling: Promise<void>, ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    const isInTime = await Promise.race([settling.then(() => true), late]);
    clearTimeout(timer);
    return isInTime;
  }

  /** Waits for what is pending of one key, so many milliseconds at most. */
  async ofKey(vaultKeyId: string, withinMs: number): Promise<void> {
    const own = [...this.#pending].filter(([, key]) => key === vaultKeyId).map(([settling]) => settling);
    if (own.length === 0) return;
    await this.within(
      Promise.all(own).then(() => undefined),
      withinMs,
    );
  }

  /** Waits for what is pending; after `withinMs` what is left is given up, and the next keeper finds it `unknown`. */
  async flush(withinMs: number): Promise<void> {
    await this.within(
      Promise.all(this.#pending.keys()).then(() => undefined),
      withinMs,
    );
    this.#stopped = true;
  }

  async #settle(settlement: Settlement): Promise<void> {
    for (let delayMs = DELAY_MS_FIRST; ; delayMs = Math.min(delayMs * 2, DELAY_MS_MAX)) {
      try {
        return await this.#options.ledger.settle(settlement);
      } catch (error) {
        this.#options.onError(error);
      }
      if (this.#stopped) return;
      // Spread, so that a ledger that comes back is not met by the whole backlog in one moment.
      await new Promise((resolve) => setTimeout(resolve, delayMs * (0.5 + Math.random() / 2)));
    }
  }
}
