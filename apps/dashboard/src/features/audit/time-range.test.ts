import { describe, expect, test } from "vitest";
import { instantOf, startOfRange, wallTimeOf } from "./time-range.ts";

describe("a time on the organization's wall", () => {
  test("is the instant that it was there, on either side of a clock change", () => {
    expect(instantOf("2026-03-28T12:00", "Europe/Berlin")).toBe("2026-03-28T11:00:00.000Z");
    expect(instantOf("2026-03-29T12:00:30", "Europe/Berlin")).toBe("2026-03-29T10:00:30.000Z");
    expect(instantOf("2026-06-01T00:00", "Asia/Kolkata")).toBe("2026-05-31T18:30:00.000Z");
  });

  test("comes back as it was typed", () => {
    for (const text of ["2026-03-29T12:00", "2026-11-25T23:59:59"]) {
      expect(wallTimeOf(instantOf(text, "America/New_York") ?? "", "America/New_York")).toBe(text);
    }
  });

  test("that a clock change skips becomes the later moment that exists", () => {
    expect(instantOf("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
  });

  test("that is none is refused", () => {
    expect(instantOf("yesterday", "UTC")).toBeNull();
    expect(instantOf("2026-02-30T00:00", "UTC")).toBeNull();
  });
});

test("long ranges begin on a quarter hour, where sums are kept ready", () => {
  const now = Date.parse("2026-11-25T14:07:33.500Z");
  expect(startOfRange("24h", now, "UTC")).toBe("2026-11-24T14:00:00.000Z");
  expect(startOfRange("7d", now, "UTC")).toBe("2026-11-18T14:00:00.000Z");
  expect(startOfRange("1h", now, "UTC")).toBe("2026-11-25T13:07:00.000Z");
});
