import { rejectAll, type SentAt, takeTogether, type Waiting } from "./waiting.ts";

export interface PatientLaneOptions<Item, Result> {
  /** Sends items of one organization as one batch, which waits for their keys' locks, within bounds. */
  readonly flush: (batch: readonly Item[]) => Promise<readonly (Result | null)[]>;
  /** Of such a batch nothing is ever sent again. */
  readonly isOutcomeUnknown: (error: unknown) => boolean;
  /** True when a batch was refused because the lock of a key was waited for in vain. */
  readonly isLockTimeout: (error: unknown) => boolean;
  readonly clock: () => SentAt;
  readonly mostPerBatch: number;
  readonly longestRetryMs: number;
}

/** Batches under way at once; an organization never has more than one of them. */
const MOST_AT_ONCE = 4;

interface Queued<Item, Result> extends Waiting<Item, Result> {
  /** Whose items it may share a batch with: of fewer after each refusal, and alone it is tried once. */
  readonly company: "organization" | "key" | "nobody";
  /** Why the last batch that it was part of was refused; undefined if none was. */
  readonly refusal: unknown;
}

/**
 * The second try of what could not go with everybody else's batch. Organizations take turns: a row that stays locked
 * costs its own organization the wait, and nobody else.
 *
 * A batch that is refused is tried key by key, and then item by item, so that one stuck key or bad value refuses none
 * of its neighbours.
 */
export class PatientLane<Item, Result> {
  readonly #options: PatientLaneOptions<Item, Result>;
  /** In the order of their turns. */
  readonly #queues = new Map<string, Queued<Item, Result>[]>();
  readonly #atWork = new Set<string>();
  #waiting = 0;

  constructor(options: PatientLaneOptions<Item, Result>) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Items whose key somebody else has had locked for long. */
  add(items: readonly Waiting<Item, Result>[]): void {
    for (const waiting of items) {
      this.#queueOf(waiting).push({ ...waiting, company: "organization", refusal: undefined });
    }
    this.#begun(items.length);
  }

  /** Items of a batch that was refused: the fault may be any one's. */
  tryAgain(items: readonly Waiting<Item, Result>[], cause: unknown): void {
    const company = items.length === 1 ? "nobody" : "key";
    for (const waiting of items) this.#queueOf(waiting).push({ ...waiting, company, refusal: cause });
    this.#begun(items.length);
  }

  #queueOf({ organizationId }: Waiting<Item, Result>): Queued<Item, Result>[] {
    let queue = this.#queues.get(organizationId);
    if (queue === undefined) {
      queue = [];
      this.#queues.set(organizationId, queue);
    }
    return queue;
  }

  #begun(count: number): void {
    this.#waiting += count;
    this.#fill();
  }

  #fill(): void {
    for (const [organizationId, queue] of this.#queues) {
      if (this.#atWork.size >= MOST_AT_ONCE) return;
      if (!this.#atWork.has(organizationId)) this.#takeTurn(organizationId, queue);
    }
  }

  #takeTurn(organizationId: string, queue: Queued<Item, Result>[]): void {
    const [first] = queue;
    // To the end of the line.
    this.#queues.delete(organizationId);
    if (first === undefined) return;
    const { together, left } = takeTogether(queue, {
      most: first.company === "nobody" ? 1 : this.#options.mostPerBatch,
      mayJoin: ({ company, key }) =>
        company === first.company && (company === "organization" || key === first.key),
    });
    if (left.length > 0) this.#queues.set(organizationId, left);
    this.#waiting -= together.length;
    this.#atWork.add(organizationId);
    void this.#flush(together).finally(() => {
      this.#atWork.delete(organizationId);
      this.#fill();
    });
  }

  async #flush(all: readonly Queued<Item, Result>[]): Promise<void> {
    const sentAt = this.#options.clock();
    const tooOld = sentAt.monotonicMs - this.#options.longestRetryMs;
    for (const late of all.filter(({ submittedAtMs }) => submittedAtMs <= tooOld)) {
      rejectAll([late], "the ledger did not take the call in time", late.refusal);
    }
    const batch = all.filter(({ submittedAtMs }) => submittedAtMs > tooOld);
    if (batch.length === 0) return;
    try {
      const results = await this.#options.flush(batch.map(({ item }) => item));
      for (const [index, waiting] of batch.entries()) {
        const result = results[index] ?? null;
        if (result !== null) waiting.resolve({ result, sentAt });
        else rejectAll([waiting], "the ledger left the call without an answer", undefined);
      }
    } catch (cause) {
      if (this.#options.isOutcomeUnknown(cause)) rejectAll(batch, "the ledger cannot be reached", cause);
      else if (batch.length === 1 || this.#isOneStuckKey(batch, cause)) {
        rejectAll(batch, "the ledger refused the call", cause);
      } else this.#tryApart(batch, cause);
    }
  }

  /** One by one they would wait for that very lock again, each in vain, and in the end longer than an agent may wait. */
  #isOneStuckKey(batch: readonly Queued<Item, Result>[], cause: unknown): boolean {
    return this.#options.isLockTimeout(cause) && batch.every(({ key }) => key === batch[0]?.key);
  }

  #tryApart(batch: readonly Waiting<Item, Result>[], refusal: unknown): void {
    const [first] = batch;
    if (first === undefined) return;
    const company = batch.every(({ key }) => key === first.key) ? "nobody" : "key";
    this.#queueOf(first).unshift(...batch.map((waiting) => ({ ...waiting, company, refusal }) as const));
    this.#waiting += batch.length;
  }
}
