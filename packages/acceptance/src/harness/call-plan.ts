/** One vault key as the caller uses it. */
export interface PlannedKey {
  readonly secret: string;
  /** In the minor unit of US dollars; each call takes one of them. */
  readonly amounts: readonly number[];
}

/** Which keys are called, by their place in the plan: a call takes one of the groups, and then one of its keys. */
export type Aim = readonly (readonly number[])[];

/** Calls that a process of their own makes over every proxy at once. */
export interface CallPlan {
  readonly keys: readonly PlannedKey[];
  readonly aim: Aim;
  /** Calls under way at each proxy, at most; a connection is kept for each. */
  readonly callsAtOnce: number;
  /**
   * A number: so many calls begin in each second, whatever becomes of them; where a proxy has `callsAtOnce` in hand
   * already, its next ones are left out. Null: each answer is followed by another call at once.
   */
  readonly callsPerSecond: number | null;
  /** Ends by itself after so many; null: when it is told to. */
  readonly calls: number | null;
  /** The vendor takes so long, from and to milliseconds; null: as long as it takes. */
  readonly vendorDelayMs: readonly [least: number, most: number] | null;
  readonly seed: number;
}

/** One call as its caller saw it. */
export interface CallRecord {
  /** What it had for a `User-Agent`, which its row keeps: unique among all calls of this caller. */
  readonly name: string;
  /** The place of its key in the plan. */
  readonly key: number;
  /** The place of its proxy in the stack. */
  readonly proxy: number;
  /** Of the wall clock, before the first byte was written. */
  readonly startedAtMs: number;
  readonly tookMs: number;
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  /** `code` of an answer in Stripe's error shape, or why there was no answer; null for an answer that is no error. */
  readonly code: string | null;
}

export interface CallReport {
  readonly calls: readonly CallRecord[];
  /** Calls that were due and left out, because their proxy had as many in hand as it may have. */
  readonly leftOut: number;
  /** How late the caller's own event loop ran at worst and in 99 of 100 turns: what it adds to the times it took. */
  readonly loopDelayMs: { readonly p99: number; readonly max: number };
}

export type CallerOrder =
  | { readonly kind: "begin"; readonly plan: CallPlan; readonly proxyUrls: readonly string[] }
  | { readonly kind: "aim"; readonly aim: Aim }
  | { readonly kind: "end" };

export type CallerReply =
  | { readonly kind: "ready" }
  | { readonly kind: "calls"; readonly calls: readonly CallRecord[] }
  | { readonly kind: "ended"; readonly rest: Omit<CallReport, "calls"> };
