import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertToMicros, formatUsd, largestMicros, parseUsd } from "./money.ts";

const usd = { exponent: 2, rateMicros: 1_000_000n, marginBps: 0 };

describe("parseUsd", () => {
  test.each([
    [500, 500_000_000n],
    [0, 0n],
    [-0, 0n],
    [0.1, 100_000n],
    [0.000001, 1n],
    [1_000_000_000, largestMicros],
    [999_999_999.999999, largestMicros - 1n],
    ["12.50", 12_500_000n],
    ["0.000001", 1n],
    ["1000000000.000000", largestMicros],
  ])("reads %s exactly", (input, micros) => {
    expect(parseUsd(input)).toEqual({ ok: true, value: micros });
  });

  test.each([
    [1e21],
    [1e-7],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [-1],
    [0.1 + 0.2],
    [1_000_000_000.000001],
    ["1000000000.000001"],
    ["99999999999"],
    ["1e3"],
    ["+1"],
    ["-1"],
    [" 1"],
    ["1 "],
    ["1\n"],
    [""],
    ["."],
    [".5"],
    ["5."],
    ["05"],
    ["0x10"],
    ["1,000"],
    ["1_000"],
    ["0.0000001"],
    ["١٢"],
    ["１"],
    ["Infinity"],
    [null],
    [undefined],
    [true],
    [5n],
    [["5"]],
    [{ valueOf: () => 5 }],
  ])("refuses %s", (input) => {
    expect(parseUsd(input).ok).toBe(false);
  });

  test("a formatted amount reads back as the same amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: largestMicros }), (micros) => {
        expect(parseUsd(formatUsd(micros))).toEqual({ ok: true, value: micros });
        // As a JSON number too: 15 digits survive a double.
        expect(parseUsd(Number(formatUsd(micros)))).toEqual({ ok: true, value: micros });
      }),
    );
  });
});

test.each([
  [12_500_000n, "12.5"],
  [0n, "0"],
  [1n, "0.000001"],
  [-3_000_000n, "-3"],
  [-500_000n, "-0.5"],
  [1_000_010n, "1.00001"],
  [9_223_372_036_854_775_807n, "9223372036854.775807"],
])("formatUsd writes %s micros as %s", (micros, text) => {
  expect(formatUsd(micros)).toBe(text);
});

describe("convertToMicros", () => {
  test("US cents convert one to ten thousand, without a margin", () => {
    expect(convertToMicros({ amountMinor: 1999n, ...usd })).toBe(19_990_000n);
  });

  test("a zero-decimal currency counts whole units, a three-decimal one thousandths", () => {
    expect(convertToMicros({ amountMinor: 500n, exponent: 0, rateMicros: 6_300n, marginBps: 0 })).toBe(
      3_150_000n,
    );
    expect(convertToMicros({ amountMinor: 5120n, exponent: 3, rateMicros: 3_260_000n, marginBps: 0 })).toBe(
      16_691_200n,
    );
  });

  test("the margin is part of the product, not added to a rounded one", () => {
    expect(convertToMicros({ amountMinor: 1n, exponent: 2, rateMicros: 10n, marginBps: 500 })).toBe(1n);
    expect(convertToMicros({ amountMinor: 100n, exponent: 2, rateMicros: 1_160_000n, marginBps: 500 })).toBe(
      1_218_000n,
    );
  });

  test("the result is the least integer that is not below the exact value", () => {
    const amount = fc.record({
      amountMinor: fc.bigInt({ min: 0n, max: 999_999_999_999n }),
      exponent: fc.integer({ min: 0, max: 4 }),
      rateMicros: fc.bigInt({ min: 1n, max: 10_000_000n }),
      marginBps: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(amount, (input) => {
        const micros = convertToMicros(input);
        const exactTimes = 10n ** BigInt(input.exponent) * 10_000n;
        const exact = input.amountMinor * input.rateMicros * BigInt(10_000 + input.marginBps);
        expect(micros * exactTimes >= exact).toBe(true);
        expect((micros - 1n) * exactTimes < exact).toBe(true);
      }),
    );
  });

  test("a negative amount, rate or margin is a fault, not a price", () => {
    expect(() => convertToMicros({ amountMinor: -1n, ...usd })).toThrow(RangeError);
    expect(() => convertToMicros({ ...usd, amountMinor: 1n, rateMicros: -1n })).toThrow(RangeError);
    expect(() => convertToMicros({ ...usd, amountMinor: 1n, marginBps: -1 })).toThrow(RangeError);
  });
});
