/** What the vendor answered, its body inspected up to a limit. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Null when the body was longer than the inspection limit or did not arrive whole. */
  readonly body: Buffer | null;
}

/**
 * What a call came to. The proxy itself says `unknown` when no answer came; a vendor says it of an answer that leaves
 * open whether money moved (a 5xx, a success whose body did not arrive whole), and the whole hold then stays.
 */
export interface Outcome {
  readonly state: "settled" | "released" | "accrued" | "unknown";
  /**
   * Micro-dollars counted against the caps from now on: spent when settled, still held when accrued, 0n when
   * released, unknown or replayed. The object's total where the call continues one; the ledger takes the difference.
   */
  readonly costMicros: bigint;
  /** What the answer said it cost, before any bound by the hold; null when it said nothing. */
  readonly parsedMicros: bigint | null;
  readonly transactionId: string | null;
  readonly vendorRequestId: string | null;
  /** The vendor repeated an earlier answer: this attempt moved nothing itself, all else tells of the first one. */
  readonly replayed: boolean;
  /** The object whose money this answer tells, if the endpoint creates or continues one. */
  readonly object: ObjectOutcome | null;
}

export interface ObjectOutcome {
  readonly id: string;
  readonly totalMicros: bigint;
  /** `open` can still change, `closed` is final, `canceled` gives back what was counted. */
  readonly status: "open" | "closed" | "canceled";
}
