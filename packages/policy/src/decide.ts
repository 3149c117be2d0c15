import { dayIn } from "./day.ts";
import type { StatelessVerdict, Verdict } from "./verdicts.ts";

/** What the ledger keeps of one vault key: whether it lives, its caps (null: none), and what counts against them. */
export interface LedgerRow {
  readonly revokedAt: Date | null;
  readonly expiresAt: Date;
  /** IANA zone whose calendar day is the window of the daily cap; copied from the organization at issue. */
  readonly zone: string;
  readonly callCapMicros: bigint | null;
  readonly dailyCapMicros: bigint | null;
  readonly runCapMicros: bigint | null;
  readonly maxCalls: number | null;
  /** The day that the day's counters belong to. It never moves back, and only an admitted call moves it. */
  readonly windowDay: string;
  readonly daySpentMicros: bigint;
  readonly dayHeldMicros: bigint;
  readonly runSpentMicros: bigint;
  readonly runHeldMicros: bigint;
  readonly calls: number;
  /** What vendors charged above the holds. Any of it blocks further priced calls: a bound was wrong. */
  readonly overageMicros: bigint;
}

/** What of a call the decision depends on. */
export interface CallToDecide {
  /** A verdict already reached without the ledger, or null. */
  readonly refused: StatelessVerdict | null;
  /** What the call would have to hold: its price, or the difference to what is counted for its object. */
  readonly neededMicros: bigint;
  /** False for look-ups: they do not count against `maxCalls`. */
  readonly counts: boolean;
  /** A retry of a call whose hold stands, or which is settled: nothing more is held, and no cap judges it. */
  readonly attached: boolean;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly heldMicros: bigint;
  /** The row after this call; the same one when the call is refused. */
  readonly next: LedgerRow;
}

/**
 * Decides one call against its key's ledger row; the ledger's SQL decides the same under the row's lock. The first
 * that applies is the verdict: revoked, expired, what was refused without the ledger, then the caps. A call that
 * needs nothing is never refused by a money cap.
 * @param now read after the row was locked, or it could be older than a revocation that it waited for.
 */
export function decide(row: LedgerRow, call: CallToDecide, now: Date): Decision {
  const today = rollDay(row, now);
  const verdict = verdictOf(today, call, now);
  if (verdict !== "allowed") return { verdict, heldMicros: 0n, next: row };
  if (call.attached) return { verdict, heldMicros: 0n, next: today };
  const next = {
    ...today,
    dayHeldMicros: today.dayHeldMicros + call.neededMicros,
    runHeldMicros: today.runHeldMicros + call.neededMicros,
    calls: today.calls + (call.counts ? 1 : 0),
  };
  return { verdict, heldMicros: call.neededMicros, next };
}

/** The row as it stands on the calendar day of `now`: on a later day than its own, nothing of the day is used yet. */
export function rollDay(row: LedgerRow, now: Date): LedgerRow {
  const day = dayIn(row.zone, now);
  // Days are ISO dates, so text order is time order. An earlier one (a clock set back) keeps the row's own.
  return day > row.windowDay ? { ...row, windowDay: day, daySpentMicros: 0n, dayHeldMicros: 0n } : row;
}

/** What is left of each cap of a row, never below zero; null where there is no such cap. */
export function leftOf(row: LedgerRow): {
  readonly dayLeftMicros: bigint | null;
  readonly runLeftMicros: bigint | null;
  readonly callsLeft: number | null;
} {
  return {
    dayLeftMicros: leftOfCap(row.dailyCapMicros, row.daySpentMicros + row.dayHeldMicros),
    runLeftMicros: leftOfCap(row.runCapMicros, row.runSpentMicros + row.runHeldMicros),
    callsLeft: row.maxCalls === null ? null : Math.max(0, row.maxCalls - row.calls),
  };
}

function verdictOf(row: LedgerRow, call: CallToDecide, now: Date): Verdict {
  // Not compared with the clock: were that set back, a revoked key would live again.
  if (row.revokedAt !== null) return "denied_revoked";
  if (now >= row.expiresAt) return "denied_expired";
  if (call.refused !== null) return call.refused;
  if (call.attached) return "allowed";
  return moneyVerdictOf(row, call.neededMicros) ?? callsVerdictOf(row, call.counts) ?? "allowed";
}

function moneyVerdictOf(row: LedgerRow, neededMicros: bigint): Verdict | null {
  if (neededMicros === 0n) return null;
  if (row.callCapMicros !== null && neededMicros > row.callCapMicros) return "denied_call_cap";
  if (row.overageMicros > 0n) return row.runCapMicros === null ? "denied_daily_cap" : "denied_run_cap";
  const { dayLeftMicros, runLeftMicros } = leftOf(row);
  if (runLeftMicros !== null && neededMicros > runLeftMicros) return "denied_run_cap";
  if (dayLeftMicros !== null && neededMicros > dayLeftMicros) return "denied_daily_cap";
  return null;
}

function callsVerdictOf(row: LedgerRow, counts: boolean): Verdict | null {
  return counts && row.maxCalls !== null && row.calls >= row.maxCalls ? "denied_max_calls" : null;
}

function leftOfCap(capMicros: bigint | null, usedMicros: bigint): bigint | null {
  if (capMicros === null) return null;
  return capMicros > usedMicros ? capMicros - usedMicros : 0n;
}
