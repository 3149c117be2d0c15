import { expect, test } from "vitest";
import { conversionOf } from "./conversion.ts";

const rules = { currencies: null, rates: { usd: 1_000_000n, eur: 1_160_000n }, marginBps: 500 };

test("another currency converts at the rate and the margin of the key", () => {
  expect(conversionOf(rules, "eur")).toEqual({ ok: true, value: { rateMicros: 1_160_000n, marginBps: 500 } });
});

test("dollars never carry a margin, nor a rate that a key's rules could get wrong", () => {
  const conversion = { ok: true, value: { rateMicros: 1_000_000n, marginBps: 0 } };
  expect(conversionOf(rules, "usd")).toEqual(conversion);
  expect(conversionOf({ ...rules, rates: { usd: 2n } }, "usd")).toEqual(conversion);
});

test.each(["gbp", "EUR", "", "constructor", "__proto__"])("%j has no rate, so it is refused", (currency) => {
  expect(conversionOf(rules, currency)).toMatchObject({
    ok: false,
    message: expect.stringContaining(currency),
  });
});

test("a currency outside the key's list is refused although it has a rate, dollars too", () => {
  const narrowed = { ...rules, currencies: ["gbp"] };
  expect(conversionOf(narrowed, "eur").ok).toBe(false);
  expect(conversionOf(narrowed, "usd").ok).toBe(false);
});
