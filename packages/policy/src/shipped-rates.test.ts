import { expect, test } from "vitest";
import { keyRulesSchema } from "./rules.ts";
import { shippedRates } from "./shipped-rates.ts";

test("a key can be issued with the shipped rates as they are", () => {
  const rules = keyRulesSchema.parse({
    allowedEndpoints: ["POST /v1/payment_intents"],
    assumedCallMicros: null,
    currencies: Object.keys(shippedRates),
    stripeAccounts: [],
    rates: Object.fromEntries(Object.entries(shippedRates).map(([code, rate]) => [code, rate.toString()])),
    marginBps: 500,
  });
  expect(rules.rates).toEqual(shippedRates);
});

test("a dollar is a dollar, and no rate makes a currency free or worth more than a thousand dollars", () => {
  expect(shippedRates.usd).toBe(1_000_000n);
  for (const [code, rate] of Object.entries(shippedRates)) {
    expect(rate, code).toBeGreaterThan(0n);
    expect(rate, code).toBeLessThan(1_000_000_000n);
  }
});

// Pegs and near-pegs catch a slip of the decimal point in the generated column.
test.each([
  ["aed", 272_295n],
  ["sar", 266_667n],
  ["hkd", 127_648n],
  ["bmd", 1_000_000n],
  ["xof", 1_770n],
  ["kwd", 3_267_974n],
  ["jpy", 6_243n],
])("%s stands at %s micro-dollars", (code, rate) => {
  expect(shippedRates[code]).toBe(rate);
});
