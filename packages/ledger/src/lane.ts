import { PatientLane } from "./patient-lane.ts";
import { LedgerUnavailable } from "./port.ts";
import { rejectAll, type SentAt, takeTogether, type Waiting } from "./waiting.ts";

export interface LaneOptions<Item, Result> {
  /**
   * Sends one batch as one transaction that waits for nobody. Its results stand in the batch's order; null for an
   * item that was left out, because somebody else has what it needs locked at this moment.
   */
  readonly flush: (batch: readonly Item[]) => Promise<readonly (Result | null)[]>;
  /** The same for items of one organization, which waits for their keys' locks, within bounds. */
  readonly flushPatiently: (batch: readonly Item[]) => Promise<readonly (Result | null)[]>;
  readonly organizationOf: (item: Item) => string;
  /** What an item needs the lock of. */
  readonly keyOf: (item: Item) => string;
  /** Items with the same conflict key never share a batch; null conflicts with nothing. */
  readonly conflictKeyOf: (item: Item) => string | null;
  /**
   * True when it cannot be known whether the batch was committed: a lost connection, a timeout on this side.
   * Such a batch is never sent twice.
   */
  readonly isOutcomeUnknown: (error: unknown) => boolean;
  /** True when a batch was refused because a key's lock was waited for in vain. */
  readonly isLockTimeout: (error: unknown) => boolean;
  readonly clock: () => SentAt;
  /** False: one batch holds one organization's items. */
  readonly mixOrganizations: boolean;
  /**
   * The least time from one batch to the next, in milliseconds, unless half a batch is there before: for what nobody is
   * waiting for. After a quiet moment an item still leaves at once, so that what it tells is soon to be seen.
   */
  readonly lingerMs?: number;
  readonly mostPerBatch?: number;
  /** Items that may wait while a batch is in flight; one more is refused at once. */
  readonly mostWaiting?: number;
  /**
   * How long after its arrival an item may still be tried again, in milliseconds. With the longest wait for a lock on
   * top it is answered within a second.
   */
  readonly longestRetryMs?: number;
}

/** A batch got no answer: what waited behind it longer than this has waited long enough. */
const LONGEST_BEHIND_A_LOST_BATCH_MS = 100;
/** A key that stays locked for longer than this is stuck. Before that it is only busy with somebody else's commit. */
const LONGEST_COMMIT_MS = 100;
/** What was left out waits this long before it is sent with nothing new: sooner it would be left out once more. */
const AFTER_LEFT_OUT_MS = 5;

/**
 * Group commit: items that arrive while a batch is in flight leave together as the next one, and an idle lane sends
 * at once, unless it lingers. One batch is in flight at a time, and none waits for a lock.
 *
 * What a batch left out goes with the next ones, since the proxy's own batches of the other lane lock its keys all the
 * time and are done in moments. What is left out for longer, and all of a batch that the database refused, goes to the
 * patient lane, where each organization and each key stands for itself: one tenant's stuck row or bad value delays and
 * refuses nobody else.
 */
export class Lane<Item, Result> {
  readonly #options: LaneOptions<Item, Result>;
  readonly #mostPerBatch: number;
  readonly #mostWaiting: number;
  readonly #patient: PatientLane<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #inFlight = false;
  #lingering = false;
  #lastSentAtMs = Number.NEGATIVE_INFINITY;
  #unanswered = 0;
  #closed = false;
  /** Whom to tell, once the lane is closed, that everything has been answered. */
  readonly #closing: (() => void)[] = [];

  constructor(options: LaneOptions<Item, Result>) {
    this.#options = options;
    this.#mostPerBatch = options.mostPerBatch ?? 128;
    this.#mostWaiting = options.mostWaiting ?? 4_096;
    this.#patient = new PatientLane({
      flush: options.flushPatiently,
      isOutcomeUnknown: options.isOutcomeUnknown,
      isLockTimeout: options.isLockTimeout,
      clock: options.clock,
      mostPerBatch: this.#mostPerBatch,
      longestRetryMs: options.longestRetryMs ?? 600,
    });
  }

  /**
   * Sends an item with the next batch.
   * @throws {LedgerUnavailable} when its commit did not happen or is not known to have happened; the cause says why.
   */
  submit(item: Item): Promise<{ readonly result: Result; readonly sentAt: SentAt }> {
    if (this.#closed) return Promise.reject(new LedgerUnavailable("the ledger's lane is closed"));
    if (this.#waiting.length + this.#patient.waiting >= this.#mostWaiting) {
      return Promise.reject(new LedgerUnavailable("too many calls wait for the ledger"));
    }
    this.#unanswered += 1;
    return new Promise((resolve, reject) => {
      const { organizationOf, keyOf, conflictKeyOf, clock } = this.#options;
      this.#waiting.push({
        item,
        organizationId: organizationOf(item),
        key: keyOf(item),
        conflictKey: conflictKeyOf(item),
        submittedAtMs: clock().monotonicMs,
        leftOutAtMs: null,
        resolve: (sent) => {
          resolve(sent);
          this.#answered();
        },
        reject: (error) => {
          reject(error);
          this.#answered();
        },
      });
      this.#send();
    });
  }

  /** Refuses new items; resolves when those that wait have been answered. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#sendNow();
    if (this.#unanswered > 0) await new Promise<void>((resolve) => this.#closing.push(resolve));
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#unanswered === 0) for (const resolve of this.#closing) resolve();
  }

  #send(): void {
    if (this.#waiting.every(({ leftOutAtMs }) => leftOutAtMs !== null)) this.#sendLater(AFTER_LEFT_OUT_MS);
    else if (this.#closed || this.#waiting.length >= this.#mostPerBatch / 2) this.#sendNow();
    else this.#sendLater(this.#lingerLeftMs());
  }

  #lingerLeftMs(): number {
    const { lingerMs = 0, clock } = this.#options;
    return lingerMs === 0 ? 0 : this.#lastSentAtMs + lingerMs - clock().monotonicMs;
  }

  #sendLater(ms: number): void {
    if (ms <= 0) {
      this.#sendNow();
      return;
    }
    if (this.#lingering || this.#inFlight || this.#waiting.length === 0) return;
    this.#lingering = true;
    setTimeout(() => {
      this.#lingering = false;
      this.#sendNow();
    }, ms);
  }

  #sendNow(): void {
    if (this.#inFlight || this.#waiting.length === 0) return;
    const batch = this.#takeBatch();
    const sentAt = this.#options.clock();
    this.#inFlight = true;
    this.#lastSentAtMs = sentAt.monotonicMs;
    void this.#flush(batch, sentAt);
  }

  /** The next batch leaves before this one's answers are told: telling them sets off the work of every call in it. */
  async #flush(batch: readonly Waiting<Item, Result>[], sentAt: SentAt): Promise<void> {
    let results: readonly (Result | null)[];
    try {
      results = await this.#options.flush(batch.map(({ item }) => item));
    } catch (cause) {
      this.#inFlight = false;
      if (this.#options.isOutcomeUnknown(cause)) this.#giveUp(batch, cause);
      else this.#patient.tryAgain(batch, cause);
      this.#send();
      return;
    }
    this.#inFlight = false;
    const isComplete = results.length === batch.length;
    if (isComplete) this.#leaveOut(batch.filter((_, index) => (results[index] ?? null) === null));
    this.#send();
    if (!isComplete) {
      // It was committed, but nobody can tell whose answer is whose.
      rejectAll(batch, `the ledger answered ${results.length} of ${batch.length} calls`, undefined);
      return;
    }
    for (const [index, waiting] of batch.entries()) {
      const result = results[index] ?? null;
      if (result !== null) waiting.resolve({ result, sentAt });
    }
  }

  /** Behind those that wait: a key that is locked takes no room in a batch from one that is not. */
  #leaveOut(items: readonly Waiting<Item, Result>[]): void {
    if (items.length === 0) return;
    const nowMs = this.#options.clock().monotonicMs;
    const stuck: Waiting<Item, Result>[] = [];
    for (const waiting of items) {
      const leftOutAtMs = waiting.leftOutAtMs ?? nowMs;
      if (nowMs - leftOutAtMs >= LONGEST_COMMIT_MS) stuck.push(waiting);
      else this.#waiting.push({ ...waiting, leftOutAtMs });
    }
    if (stuck.length > 0) this.#patient.add(stuck);
  }

  /** What waited all the while would only wait for the next time-out. */
  #giveUp(batch: readonly Waiting<Item, Result>[], cause: unknown): void {
    rejectAll(batch, "the ledger cannot be reached", cause);
    const before = this.#options.clock().monotonicMs - LONGEST_BEHIND_A_LOST_BATCH_MS;
    const late = this.#waiting.filter(({ submittedAtMs }) => submittedAtMs < before);
    this.#waiting = this.#waiting.filter(({ submittedAtMs }) => submittedAtMs >= before);
    // Not the cause itself: these were not in that batch, so nobody need wonder whether they were committed.
    rejectAll(late, "the ledger did not answer the calls before this one", undefined);
  }

  #takeBatch(): readonly Waiting<Item, Result>[] {
    const [first] = this.#waiting;
    const { together, left } = takeTogether(this.#waiting, {
      most: this.#mostPerBatch,
      mayJoin: ({ organizationId }) =>
        this.#options.mixOrganizations || organizationId === first?.organizationId,
    });
    this.#waiting = left;
    return together;
  }
}
