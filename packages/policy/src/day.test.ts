import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayIn, endOfDay } from "./day.ts";

const zones = Intl.supportedValuesOf("timeZone");

describe("dayIn", () => {
  test.each([
    ["UTC", "2026-06-15T23:59:59.999Z", "2026-06-15"],
    ["Asia/Kolkata", "2026-06-15T18:29:59.999Z", "2026-06-15"],
    ["Asia/Kolkata", "2026-06-15T18:30:00Z", "2026-06-16"],
    ["Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01"],
    ["America/New_York", "2026-03-08T04:59:59Z", "2026-03-07"],
    ["America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"],
  ])("in %s %s is on %s", (zone, instant, day) => {
    expect(dayIn(zone, new Date(instant))).toBe(day);
  });

  test("where the clock goes back over midnight, the calendar day goes back with it", () => {
    // Newfoundland until 2011 changed its clocks at 00:01: this is why a stored day must refuse to follow.
    expect(dayIn("America/St_Johns", new Date("2010-11-07T02:30:30Z"))).toBe("2010-11-07");
    expect(dayIn("America/St_Johns", new Date("2010-11-07T02:31:30Z"))).toBe("2010-11-06");
  });

  test("an unknown zone is a fault", () => {
    expect(() => dayIn("Mars/Olympus", new Date(0))).toThrow(RangeError);
  });
});

describe("endOfDay", () => {
  test.each([
    ["UTC", "2026-06-15", "2026-06-16T00:00:00.000Z"],
    ["Asia/Kathmandu", "2026-06-15", "2026-06-15T18:15:00.000Z"],
    ["America/New_York", "2026-03-08", "2026-03-09T04:00:00.000Z"],
    ["America/New_York", "2026-11-01", "2026-11-02T05:00:00.000Z"],
    // Clocks go from 23:59:59 to 01:00: there is no midnight.
    ["Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00.000Z"],
  ])("in %s %s ends at %s", (zone, day, end) => {
    expect(endOfDay(zone, day).toISOString()).toBe(end);
  });

  test("in every zone a day ends after every one of its seconds, and the next day begins there", () => {
    const instant = fc.date({
      min: new Date("2024-01-01"),
      max: new Date("2034-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
        const day = dayIn(zone, at);
        const end = endOfDay(zone, day);
        expect(end.getTime()).toBeGreaterThan(at.getTime());
        expect(dayIn(zone, end) > day).toBe(true);
        expect(dayIn(zone, new Date(end.getTime() - 1_000))).toBe(day);
      }),
    );
  });
});
