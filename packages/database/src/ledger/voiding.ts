import type { CallToHold } from "@keybrake/ledger";
import { voidBatch } from "./hold-batch.ts";
import { type HotQueries, isConnectionFault } from "./statement.ts";

/** Calls in one statement, and milliseconds between two tries. */
const BITE = 128;
const RETRY_MS = 500;
/** More than this is left to the keeper, which finds such holds by comparing them with what the process knows. */
const MOST_WAITING = 50_000;
/** Tries at shutdown before the rest is left to the keeper of another process. */
const LAST_TRIES = 4;

interface VoidingOptions {
  readonly queries: HotQueries;
  readonly instance: { readonly id: string };
  readonly onError: (error: Error) => void;
}

/** Settles commits in doubt, in the background, until Postgres has taken every one. */
export class Voiding {
  readonly #options: VoidingOptions;
  readonly #waiting = new Map<string, CallToHold>();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: VoidingOptions) {
    this.#options = options;
  }

  add(call: CallToHold): void {
    if (this.#waiting.size >= MOST_WAITING) return;
    this.#waiting.set(call.id, call);
    this.#schedule();
  }

  has(callId: string): boolean {
    return this.#waiting.has(callId);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
    for (let tries = 0; tries < LAST_TRIES && this.#waiting.size > 0; tries += 1) await this.#round();
  }

  #schedule(): void {
    if (this.#timer !== null || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#running = this.#round();
    }, RETRY_MS);
  }

  async #round(): Promise<void> {
    const calls = [...this.#waiting.values()].slice(0, BITE);
    if (calls.length === 0) return;
    const failure = await this.#void(calls);
    // One key's locked row or bad value is no reason to leave everybody else's money held.
    if (failure !== null && !isConnectionFault(failure)) {
      for (const ofOneKey of byKey(calls)) {
        if ((await this.#void(ofOneKey)) !== null) this.#toTheEnd(ofOneKey);
      }
    }
    if (this.#waiting.size > 0) this.#schedule();
  }

  async #void(calls: readonly CallToHold[]): Promise<unknown> {
    try {
      await voidBatch(this.#options.queries, this.#options.instance.id, calls);
      for (const { id } of calls) this.#waiting.delete(id);
      return null;
    } catch (error) {
      this.#options.onError(new Error(`${this.#waiting.size} commits are in doubt`, { cause: error }));
      return error;
    }
  }

  /** Else the same stuck calls would fill every bite. */
  #toTheEnd(calls: readonly CallToHold[]): void {
    for (const call of calls) {
      this.#waiting.delete(call.id);
      this.#waiting.set(call.id, call);
    }
  }
}

function byKey(calls: readonly CallToHold[]): readonly (readonly CallToHold[])[] {
  const groups = new Map<string, CallToHold[]>();
  for (const call of calls) {
    const group = groups.get(call.vaultKeyId);
    if (group === undefined) groups.set(call.vaultKeyId, [call]);
    else group.push(call);
  }
  return [...groups.values()];
}
