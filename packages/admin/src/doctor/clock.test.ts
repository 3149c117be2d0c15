import { expect, test } from "vitest";
import { checkClock } from "./clock.ts";

test.each([
  [0, "ok"],
  [-900, "ok"],
  [1_500, "warning"],
  [-1_500, "warning"],
  [31_000, "failure"],
  [-3_600_000, "failure"],
  [Number.NaN, "failure"],
])("a database %d ms ahead is %s", (aheadMs, status) => {
  expect(checkClock(aheadMs).status).toBe(status);
});
