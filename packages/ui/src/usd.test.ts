import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimalOf, formatUsd, microsOf } from "./usd.ts";

const anyMicros = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

describe("money on screens", () => {
  test("loses no digit of any amount, however large or small", () => {
    fc.assert(
      fc.property(anyMicros, (micros) => {
        const shown = formatUsd(decimalOf(micros)).replace("−", "-").replace("$", "").replaceAll(",", "");
        expect(microsOf(shown)).toBe(micros);
      }),
    );
  });

  test("always has its currency, its cents and its thousands", () => {
    fc.assert(
      fc.property(anyMicros, (micros) => {
        expect(formatUsd(decimalOf(micros))).toMatch(/^−?\$\d{1,3}(,\d{3})*\.(\d{2}|\d{4}|\d{6})$/);
      }),
    );
  });

  test.each([
    ["0", "$0.00"],
    ["-0.00", "$0.00"],
    ["1234567.5", "$1,234,567.50"],
    ["0.0079", "$0.0079"],
    ["0.00790", "$0.0079"],
    ["20.000001", "$20.000001"],
    ["-12", "−$12.00"],
    ["9007199254740993.01", "$9,007,199,254,740,993.01"],
  ])("%s reads %s", (decimal, shown) => expect(formatUsd(decimal)).toBe(shown));

  test.each(["", "NaN", "1e3", "1,000", "12.", "$1"])(
    "%j is no amount and is not shown as one",
    (decimal) => {
      expect(() => formatUsd(decimal)).toThrow(RangeError);
    },
  );
});
