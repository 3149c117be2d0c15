import fc from "fast-check";
import { expect, test } from "vitest";
import { shareOfCap } from "./cap-share.ts";
import { decimalOf, formatUsd } from "./usd.ts";

const micros = fc.bigInt({ min: 0n, max: 10n ** 15n });

test("a bar is never wider than its cap, and says to the micro-dollar what is left", () => {
  fc.assert(
    fc.property(micros, micros, micros, (spent, held, cap) => {
      const share = shareOfCap(decimalOf(spent), decimalOf(held), decimalOf(cap));
      expect(share.spentPercent).toBeGreaterThanOrEqual(0);
      expect(share.heldPercent).toBeGreaterThanOrEqual(0);
      expect(share.spentPercent + share.heldPercent).toBeLessThanOrEqual(100.000001);
      const left = cap - spent - held;
      if (left > 0n) expect(share.left).toBe(`${formatUsd(decimalOf(left))} left`);
      expect(share.level === "used").toBe(left <= 0n);
    }),
  );
});

test("a cap that is used to the last cent is not shown as one that was exceeded", () => {
  expect(shareOfCap("492", "8", "500")).toMatchObject({ level: "used", left: "Used up" });
  expect(shareOfCap("510", "0", "500")).toMatchObject({ level: "used", left: "$10.00 over" });
  expect(shareOfCap("400", "0", "500")).toMatchObject({ level: "near", left: "$100.00 left" });
  expect(shareOfCap("0", "0", "0")).toMatchObject({ level: "used", left: "Used up" });
});
