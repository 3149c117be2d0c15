import { rejectAll, type SentAt, takeTogether, type Waiting } from "./waiting.ts";

export interface PatientLaneOptions<Item, Result> {
  /** Sends items of one key as one batch, which waits for the lock, within bounds. */
  readonly flush: (batch: readonly Item[]) => Promise<readonly (Result | null)[]>;
  /** Of such a batch nothing is ever sent again. */
  readonly isOutcomeUnknown: (error: unknown) => boolean;
  readonly clock: () => SentAt;
  readonly mostPerBatch: number;
  readonly longestRetryMs: number;
}

/** Batches under way at once; an organization never has more than one of them. */
const MOST_AT_ONCE = 4;

interface Queued<Item, Result> extends Waiting<Item, Result> {
  /** Why the batch that it was part of was refused: it is tried alone, and then no more. */
  readonly refusal: { readonly cause: unknown } | null;
}

/**
 * The second try of what could not go with everybody else's batch. Organizations take turns, and a batch holds items
 * of one key: a row that stays locked costs its own key the wait, its own organization a turn, and nobody else.
 *
 * A batch of several that is refused is tried item by item, so that one bad value does not refuse its neighbours.
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
    for (const waiting of items) this.#queueOf(waiting).push({ ...waiting, refusal: null });
    this.#begun(items.length);
  }

  /** Items of a batch that was refused: the fault may be any one's. */
  tryAgain(items: readonly Waiting<Item, Result>[], cause: unknown): void {
    const refusal = items.length === 1 ? { cause } : null;
    for (const waiting of items) this.#queueOf(waiting).push({ ...waiting, refusal });
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
      most: first.refusal === null ? this.#options.mostPerBatch : 1,
      mayJoin: (waiting) => waiting === first || (waiting.key === first.key && waiting.refusal === null),
    });
    if (left.length > 0) this.#queues.set(organizationId, left);
    this.#waiting -= together.length;
    this.#atWork.add(organizationId);
    void this.#flush(together, first.refusal).finally(() => {
      this.#atWork.delete(organizationId);
      this.#fill();
    });
  }

  async #flush(
    all: readonly Waiting<Item, Result>[],
    refusal: Queued<Item, Result>["refusal"],
  ): Promise<void> {
    const sentAt = this.#options.clock();
    const tooOld = sentAt.monotonicMs - this.#options.longestRetryMs;
    const late = all.filter(({ submittedAtMs }) => submittedAtMs <= tooOld);
    rejectAll(late, "the ledger did not take the call in time", refusal?.cause);
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
      else if (batch.length === 1) rejectAll(batch, "the ledger refused the call", cause);
      else this.#tryEach(batch, cause);
    }
  }

  #tryEach(batch: readonly Waiting<Item, Result>[], cause: unknown): void {
    const [first] = batch;
    if (first === undefined) return;
    const alone = batch.map((waiting) => ({ ...waiting, refusal: { cause } }));
    this.#queueOf(first).unshift(...alone);
    this.#waiting += alone.length;
  }
}
