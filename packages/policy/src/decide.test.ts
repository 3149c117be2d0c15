import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CallToDecide, decide, type LedgerRow, leftOf } from "./decide.ts";

const now = new Date("2026-06-15T12:00:00Z");

const row: LedgerRow = {
  revokedAt: null,
  expiresAt: new Date("2026-06-15T15:00:00Z"),
  zone: "UTC",
  callCapMicros: null,
  dailyCapMicros: 100n,
  runCapMicros: 1_000n,
  maxCalls: null,
  windowDay: "2026-06-15",
  daySpentMicros: 30n,
  dayHeldMicros: 20n,
  runSpentMicros: 300n,
  runHeldMicros: 20n,
  calls: 7,
  overageMicros: 0n,
};

const call: CallToDecide = { refused: null, neededMicros: 10n, counts: true, attached: false };

function verdictOf(standing: Partial<LedgerRow>, asked: Partial<CallToDecide> = {}, at = now) {
  return decide({ ...row, ...standing }, { ...call, ...asked }, at).verdict;
}

describe("the order of judgement", () => {
  // Each step mends the first fault; the verdict must then be the next one's.
  const steps: ReadonlyArray<[expected: string, Partial<LedgerRow>, Partial<CallToDecide>]> = [
    ["denied_revoked", { revokedAt: now }, {}],
    ["denied_expired", { revokedAt: null }, {}],
    ["denied_endpoint", { expiresAt: new Date(now.getTime() + 1) }, {}],
    ["denied_call_cap", {}, { refused: null }],
    ["denied_run_cap", { callCapMicros: 50n }, {}],
    ["denied_daily_cap", { runCapMicros: 370n }, {}],
    ["denied_max_calls", { dailyCapMicros: 100n }, {}],
    ["allowed", { maxCalls: 8 }, {}],
  ];
  const worst = {
    ...row,
    revokedAt: now,
    expiresAt: now,
    callCapMicros: 49n,
    runCapMicros: 369n,
    dailyCapMicros: 99n,
    maxCalls: 7,
  };

  test.each(steps.map(([expected], index) => [expected, index] as const))(
    "%s comes %ith",
    (expected, index) => {
      const mended = steps.slice(0, index + 1);
      const standing = Object.assign({ ...worst }, ...mended.map(([, change]) => change));
      const asked = Object.assign(
        { refused: "denied_endpoint", neededMicros: 50n },
        ...mended.map(([, , change]) => change),
      );
      expect(verdictOf(standing, asked)).toBe(expected);
    },
  );
});

describe("a key's life", () => {
  test("it ends at the very instant of its expiry", () => {
    expect(verdictOf({}, {}, new Date(row.expiresAt.getTime() - 1))).toBe("allowed");
    expect(verdictOf({}, {}, row.expiresAt)).toBe("denied_expired");
  });

  test("revoked stays revoked when the clock goes back", () => {
    expect(verdictOf({ revokedAt: new Date(now.getTime() + 3_600_000) })).toBe("denied_revoked");
  });

  test("neither a retry nor a call without a price outlives it", () => {
    expect(verdictOf({ revokedAt: now }, { attached: true })).toBe("denied_revoked");
    expect(verdictOf({ expiresAt: now }, { neededMicros: 0n })).toBe("denied_expired");
    expect(verdictOf({}, { attached: true, refused: "denied_request" })).toBe("denied_request");
  });
});

describe("caps", () => {
  test("a call that just fits is allowed, one micro-dollar more is not", () => {
    expect(verdictOf({}, { neededMicros: 50n })).toBe("allowed");
    expect(verdictOf({}, { neededMicros: 51n })).toBe("denied_daily_cap");
    expect(verdictOf({ dailyCapMicros: null }, { neededMicros: 680n })).toBe("allowed");
    expect(verdictOf({ dailyCapMicros: null }, { neededMicros: 681n })).toBe("denied_run_cap");
    expect(verdictOf({ callCapMicros: 10n })).toBe("allowed");
    expect(verdictOf({ callCapMicros: 9n })).toBe("denied_call_cap");
  });

  test("a call of price 0 is refused by no money cap, not even after an overage", () => {
    const spent = { callCapMicros: 0n, dailyCapMicros: 0n, runCapMicros: 0n, overageMicros: 5n };
    expect(verdictOf(spent, { neededMicros: 0n })).toBe("allowed");
    expect(verdictOf({ ...spent, maxCalls: 7 }, { neededMicros: 0n })).toBe("denied_max_calls");
  });

  test("an overage refuses every priced call, in the name of the longest cap that there is", () => {
    expect(verdictOf({ overageMicros: 1n }, { neededMicros: 1n })).toBe("denied_run_cap");
    expect(verdictOf({ overageMicros: 1n, runCapMicros: null }, { neededMicros: 1n })).toBe(
      "denied_daily_cap",
    );
  });

  test("max_calls counts admitted calls, and neither look-ups nor retries", () => {
    expect(verdictOf({ maxCalls: 7 })).toBe("denied_max_calls");
    expect(verdictOf({ maxCalls: 7 }, { counts: false })).toBe("allowed");
    expect(verdictOf({ maxCalls: 7 }, { attached: true })).toBe("allowed");
    expect(decide(row, call, now).next.calls).toBe(8);
    expect(decide(row, { ...call, counts: false }, now).next.calls).toBe(7);
    expect(decide(row, { ...call, attached: true }, now).next.calls).toBe(7);
  });
});

describe("the day", () => {
  const tomorrow = new Date("2026-06-16T00:00:00Z");
  const alive = { ...row, expiresAt: new Date("2026-06-17T00:00:00Z") };

  test("a new day begins empty, and the run goes on", () => {
    const { next } = decide(alive, { ...call, neededMicros: 100n }, tomorrow);
    expect(next).toMatchObject({
      windowDay: "2026-06-16",
      daySpentMicros: 0n,
      dayHeldMicros: 100n,
      runHeldMicros: 120n,
    });
  });

  test("a refused call leaves the row as it was, day included", () => {
    expect(decide(alive, { ...call, neededMicros: 101n }, tomorrow)).toEqual({
      verdict: "denied_daily_cap",
      heldMicros: 0n,
      next: alive,
    });
  });

  test("the day is the one in the key's zone", () => {
    expect(decide({ ...alive, zone: "America/New_York" }, call, tomorrow).next.windowDay).toBe("2026-06-15");
    expect(
      decide({ ...alive, zone: "Asia/Tokyo" }, call, new Date("2026-06-15T15:00:00Z")).next.windowDay,
    ).toBe("2026-06-16");
  });

  test("the stored day does not follow a clock that goes back", () => {
    const yesterday = new Date("2026-06-14T12:00:00Z");
    expect(decide(alive, call, yesterday).next).toMatchObject({
      windowDay: "2026-06-15",
      dayHeldMicros: 30n,
    });
    expect(verdictOf({}, { neededMicros: 51n }, yesterday)).toBe("denied_daily_cap");
  });
});

describe("whatever the row and the call", () => {
  const micros = fc.bigInt({ min: 0n, max: 60n });
  const cap = fc.option(micros, { nil: null });
  const anyRow = fc.record({
    revokedAt: fc.constantFrom(null, null, null, null, null, now),
    expiresAt: fc.constantFrom(now, new Date(now.getTime() + 1), row.expiresAt),
    zone: fc.constantFrom("UTC", "Pacific/Kiritimati", "Pacific/Midway"),
    callCapMicros: cap,
    dailyCapMicros: cap,
    runCapMicros: cap,
    maxCalls: fc.option(fc.nat(3), { nil: null }),
    windowDay: fc.constantFrom("2026-06-14", "2026-06-15", "2026-06-16"),
    daySpentMicros: micros,
    dayHeldMicros: micros,
    runSpentMicros: micros,
    runHeldMicros: micros,
    calls: fc.nat(3),
    overageMicros: fc.constantFrom(0n, 0n, 0n, 1n),
  });
  const anyCall = fc.record({
    refused: fc.constantFrom(null, null, null, "denied_endpoint" as const),
    neededMicros: micros,
    counts: fc.boolean(),
    attached: fc.boolean(),
  });

  test("after an admission that holds something no cap is passed", () => {
    fc.assert(
      fc.property(anyRow, anyCall, (before, asked) => {
        const { verdict, heldMicros, next } = decide(before, asked, now);
        if (verdict !== "allowed") {
          expect(next).toBe(before);
          return;
        }
        expect(heldMicros).toBe(asked.attached ? 0n : asked.neededMicros);
        if (heldMicros === 0n) return;
        expect(next.overageMicros).toBe(0n);
        expect(
          next.dailyCapMicros === null || next.daySpentMicros + next.dayHeldMicros <= next.dailyCapMicros,
        ).toBe(true);
        expect(
          next.runCapMicros === null || next.runSpentMicros + next.runHeldMicros <= next.runCapMicros,
        ).toBe(true);
        expect(next.callCapMicros === null || heldMicros <= next.callCapMicros).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("the day never moves back, and what is left is never negative", () => {
    fc.assert(
      fc.property(anyRow, anyCall, (before, asked) => {
        const { next } = decide(before, asked, now);
        expect(next.windowDay >= before.windowDay).toBe(true);
        const { dayLeftMicros, runLeftMicros, callsLeft } = leftOf(next);
        for (const left of [dayLeftMicros, runLeftMicros, callsLeft])
          expect(left === null || left >= 0).toBe(true);
      }),
    );
  });
});
