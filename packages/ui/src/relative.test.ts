import fc from "fast-check";
import { expect, test } from "vitest";
import { relative } from "./relative.ts";

const UNITS: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const moments = fc.integer({ min: 0, max: 4e12 });

test("a time is never overstated, and understated by less than one of its unit", () => {
  fc.assert(
    fc.property(moments, moments, (at, now) => {
      const words = relative(at, now);
      const distance = Math.abs(at - now);
      if (words === "now") {
        expect(distance).toBeLessThan(1_000);
        return;
      }
      const [, figure = "", unit = ""] = /(\d+) (s|min|h|d)/.exec(words) ?? [];
      const size = UNITS[unit] ?? Number.NaN;
      expect(Number(figure) * size).toBeLessThanOrEqual(distance);
      expect((Number(figure) + 1) * size).toBeGreaterThan(distance);
    }),
  );
});

test("past and future cannot be confused", () => {
  const now = 1_000_000_000;
  expect(relative(now - 180_000, now)).toBe("3 min ago");
  expect(relative(now + 180_000, now)).toBe("in 3 min");
  expect(relative(now + 47 * 3_600_000, now)).toBe("in 47 h");
});
