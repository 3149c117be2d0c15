import { Lane, type LaneOptions } from "../lane.ts";
import { LedgerUnavailable } from "../port.ts";
import type { SentAt } from "../waiting.ts";

/** Items are written `organization:key:value`, and those that conflict `organization:key:value#conflict`. */
export const organizationOf = (item: string) => item.split(":")[0] ?? "";
export const keyOf = (item: string) => item.slice(0, item.lastIndexOf(":"));
export const conflictKeyOf = (item: string) =>
  item.includes("#") ? `${keyOf(item)}#${item.split("#")[1]}` : null;

export const refused = new Error("invalid value");
export const lost = new Error("connection lost");
export const locked = new Error("lock timeout");
export const isLockTimeout = (error: unknown) => error === locked;
export const isOutcomeUnknown = (error: unknown) => error === lost;

/** Lets everything happen that waits for nothing but its turn. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Pending {
  readonly batch: readonly string[];
  readonly resolve: (results: readonly (string | null)[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The batches that a lane sends; each is answered when the test says so. */
export class Sends {
  /** Every batch that was ever sent. */
  readonly batches: (readonly string[])[] = [];
  readonly #pending: Pending[] = [];

  readonly flush = (batch: readonly string[]) =>
    new Promise<readonly (string | null)[]>((resolve, reject) => {
      this.batches.push(batch);
      this.#pending.push({ batch, resolve, reject });
    });

  get inFlight(): readonly (readonly string[])[] {
    return this.#pending.map(({ batch }) => batch);
  }

  /** Ends the oldest batch in flight, or the one at `index`. */
  async answer({ leavingOut = () => false, index = 0 }: Answer = {}): Promise<void> {
    const [pending] = this.#pending.splice(index, 1);
    pending?.resolve(pending.batch.map((item) => (leavingOut(item) ? null : `ok ${item}`)));
    await turn();
  }

  async fail(error: unknown, index = 0): Promise<void> {
    const [pending] = this.#pending.splice(index, 1);
    pending?.reject(error);
    await turn();
  }
}

interface Answer {
  readonly leavingOut?: (item: string) => boolean;
  readonly index?: number;
}

/** A ledger for a lane: its main batches, its patient ones, and the time. */
export class LaneBackend {
  readonly main = new Sends();
  readonly patient = new Sends();
  nowMs = 1_000;

  readonly clock = (): SentAt => ({ monotonicMs: this.nowMs, wallMs: this.nowMs + 1_000_000 });

  lane(options: Partial<LaneOptions<string, string>> = {}): Lane<string, string> {
    return new Lane({
      flush: this.main.flush,
      flushPatiently: this.patient.flush,
      organizationOf,
      keyOf,
      conflictKeyOf,
      isOutcomeUnknown,
      isLockTimeout,
      clock: this.clock,
      mixOrganizations: true,
      ...options,
    });
  }
}

export function describeError(error: unknown): string {
  return error instanceof LedgerUnavailable ? `${error.message}: ${error.cause}` : `fault ${error}`;
}

/** What became of an item; never rejects. */
export function outcomeOf(submitted: Promise<{ readonly result: string }>): Promise<string> {
  return submitted.then(({ result }) => result, describeError);
}
