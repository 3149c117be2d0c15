import { LedgerUnavailable } from "./port.ts";

/** Both clocks at the moment a batch was sent: the start of the ticket that its calls may be forwarded with. */
export interface SentAt {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export interface LaneOptions<Item, Result> {
  /** Sends one batch as one transaction; its results stand in the batch's order. */
  readonly flush: (batch: readonly Item[]) => Promise<readonly Result[]>;
  readonly organizationOf: (item: Item) => string;
  /** Items with the same key never share a batch and keep their order; null conflicts with nothing. */
  readonly conflictKeyOf: (item: Item) => string | null;
  /**
   * True when it cannot be known whether the batch was committed: a lost connection, a timeout on this side.
   * Such a batch is never sent twice.
   */
  readonly isOutcomeUnknown: (error: unknown) => boolean;
  readonly clock: () => SentAt;
  /** False: one batch holds one organization's items. */
  readonly mixOrganizations: boolean;
  readonly mostPerBatch?: number;
  /** Items that may wait while a batch is in flight; one more is refused at once. */
  readonly mostWaiting?: number;
  /** How long a refused batch may be tried again in parts before the rest is given up, in milliseconds. */
  readonly longestRetryMs?: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly organizationId: string;
  readonly conflictKey: string | null;
  readonly resolve: (sent: { readonly result: Result; readonly sentAt: SentAt }) => void;
  readonly reject: (error: LedgerUnavailable) => void;
}

interface Refused {
  readonly cause: unknown;
}

interface RefusedBatch<Item, Result> {
  readonly batch: readonly Waiting<Item, Result>[];
  readonly refusal: Refused;
  readonly firstSentMs: number;
}

/**
 * Group commit: items that arrive while a batch is in flight leave together as the next one, and an idle lane sends
 * at once. Nothing waits for a timer, and one batch is in flight at a time.
 *
 * A batch that the database refuses is tried once more in parts, by organization and then item by item, so that one
 * item's bad value does not refuse the others.
 */
export class Lane<Item, Result> {
  readonly #options: LaneOptions<Item, Result>;
  readonly #mostPerBatch: number;
  readonly #mostWaiting: number;
  readonly #longestRetryMs: number;
  #waiting: Waiting<Item, Result>[] = [];
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: LaneOptions<Item, Result>) {
    this.#options = options;
    this.#mostPerBatch = options.mostPerBatch ?? 128;
    this.#mostWaiting = options.mostWaiting ?? 4_096;
    this.#longestRetryMs = options.longestRetryMs ?? 750;
  }

  /**
   * Sends an item with the next batch.
   * @throws {LedgerUnavailable} when its commit did not happen or is not known to have happened; the cause says why.
   */
  submit(item: Item): Promise<{ readonly result: Result; readonly sentAt: SentAt }> {
    if (this.#closed) return Promise.reject(new LedgerUnavailable("the ledger's lane is closed"));
    if (this.#waiting.length >= this.#mostWaiting) {
      return Promise.reject(new LedgerUnavailable("too many calls wait for the ledger"));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        item,
        organizationId: this.#options.organizationOf(item),
        conflictKey: this.#options.conflictKeyOf(item),
        resolve,
        reject,
      });
      this.#running ??= this.#run();
    });
  }

  /** Refuses new items; resolves when those that wait have been answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#send(this.#takeBatch());
    this.#running = null;
  }

  /** The oldest items that may go together; what may not go yet keeps its place. */
  #takeBatch(): readonly Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    // Behind an item of the same key every later one stays, wherever that one went: so their order is kept.
    const conflictKeys = new Set<string>();
    for (const waiting of this.#waiting) {
      const conflicts = waiting.conflictKey !== null && conflictKeys.has(waiting.conflictKey);
      const isOther =
        !this.#options.mixOrganizations && waiting.organizationId !== this.#waiting[0]?.organizationId;
      if (batch.length >= this.#mostPerBatch || conflicts || isOther) {
        left.push(waiting);
      } else batch.push(waiting);
      if (waiting.conflictKey !== null) conflictKeys.add(waiting.conflictKey);
    }
    this.#waiting = left;
    return batch;
  }

  async #send(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const firstSentMs = this.#options.clock().monotonicMs;
    const refusal = await this.#flush(batch);
    if (refusal === null) return;
    const parts = groupByOrganization(batch);
    if (parts.length === 1) return this.#sendEach({ batch, refusal, firstSentMs });
    // Every organization has its turn before the first item by item: most of them have done nothing wrong.
    const refused: RefusedBatch<Item, Result>[] = [];
    for (const part of parts) {
      const again = await this.#flushAgain({ batch: part, refusal, firstSentMs });
      if (again === null) continue;
      if (part.length === 1) rejectAll(part, "the ledger refused the call", again.cause);
      else refused.push({ batch: part, refusal: again, firstSentMs });
    }
    for (const part of refused) await this.#sendEach(part);
  }

  async #sendEach({ batch, ...attempt }: RefusedBatch<Item, Result>): Promise<void> {
    for (const waiting of batch) {
      const again = await this.#flushAgain({ batch: [waiting], ...attempt });
      if (again !== null) rejectAll([waiting], "the ledger refused the call", again.cause);
    }
  }

  /** As `#flush`, unless trying again has taken too long: then the items are given up. */
  async #flushAgain({ batch, refusal, firstSentMs }: RefusedBatch<Item, Result>): Promise<Refused | null> {
    if (this.#options.clock().monotonicMs - firstSentMs < this.#longestRetryMs) return this.#flush(batch);
    rejectAll(batch, "the ledger did not take the call in time", refusal.cause);
    return null;
  }

  /** Sends a batch and answers its items, or returns why nothing of it was committed: it may be tried again. */
  async #flush(batch: readonly Waiting<Item, Result>[]): Promise<Refused | null> {
    const sentAt = this.#options.clock();
    let results: readonly Result[];
    try {
      results = await this.#options.flush(batch.map(({ item }) => item));
    } catch (cause) {
      if (!this.#options.isOutcomeUnknown(cause)) return { cause };
      rejectAll(batch, "the ledger cannot be reached", cause);
      return null;
    }
    if (results.length !== batch.length) {
      // It was committed, but nobody can tell whose answer is whose.
      rejectAll(batch, `the ledger answered ${results.length} of ${batch.length} calls`, undefined);
      return null;
    }
    for (const [index, result] of results.entries()) batch[index]?.resolve({ result, sentAt });
    return null;
  }
}

function groupByOrganization<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
): readonly (readonly Waiting<Item, Result>[])[] {
  const groups = new Map<string, Waiting<Item, Result>[]>();
  for (const waiting of batch) {
    const group = groups.get(waiting.organizationId);
    if (group === undefined) groups.set(waiting.organizationId, [waiting]);
    else group.push(waiting);
  }
  return [...groups.values()];
}

function rejectAll<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  message: string,
  cause: unknown,
): void {
  for (const { reject } of batch) reject(new LedgerUnavailable(message, { cause }));
}
