import { describe, expect, test } from "vitest";
import { parseExpiresIn } from "./duration.ts";

const dayMs = 86_400_000;

describe("parseExpiresIn", () => {
  test.each([
    ["30s", 30_000],
    ["90s", 90_000],
    ["5m", 300_000],
    ["3h", 10_800_000],
    ["1d", dayMs],
    ["24h", dayMs],
  ])("reads %s", (text, durationMs) => {
    expect(parseExpiresIn(text, dayMs)).toEqual({ ok: true, value: durationMs });
  });

  test.each([
    "",
    "3",
    "h",
    "0h",
    "03h",
    "3H",
    "3 h",
    " 3h",
    "3h\n",
    "-3h",
    "1.5h",
    "1e3s",
    "1000000s",
    "3w",
    "٣h",
  ])("refuses %j", (text) => {
    expect(parseExpiresIn(text, dayMs).ok).toBe(false);
  });

  test("what is shorter than 30 s is refused", () => {
    expect(parseExpiresIn("29s", dayMs)).toEqual({ ok: false, message: "The shortest expires_in is 30s." });
  });

  test.each([
    [dayMs, "1d"],
    [90 * 60_000, "90m"],
    [45_000, "45s"],
  ])(
    "what is longer than the organization's maximum of %i ms is refused, naming it as %s",
    (longestMs, shown) => {
      const result = parseExpiresIn("25h", longestMs);
      expect(result).toEqual({
        ok: false,
        message: `The longest expires_in that your organization allows is ${shown}.`,
      });
    },
  );
});
