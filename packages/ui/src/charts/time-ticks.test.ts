import { describe, expect, test } from "vitest";
import { bucketLabel } from "../clock.ts";
import { timeTicks, windowTicks } from "./time-ticks.ts";

const HOUR_MS = 3_600_000;
const hoursFrom = (start: string, count: number) =>
  Array.from({ length: count }, (_, hour) => new Date(Date.parse(start) + hour * HOUR_MS).toISOString());

describe("a time axis", () => {
  test("counts hours as the organization's clock does, and names a midnight by its day", () => {
    const labels = timeTicks(hoursFrom("2026-03-03T11:00:00Z", 24), "Europe/Berlin", "hour", 520);
    expect(labels.map(({ label }) => label)).toEqual([
      "12:00",
      "15:00",
      "18:00",
      "21:00",
      "Mar 4",
      "03:00",
      "06:00",
      "09:00",
    ]);
  });

  test.each([120, 330, 700, 1_300])("never has more labels than %i px hold", (width) => {
    for (const count of [1, 24, 168, 720]) {
      const ticks = timeTicks(hoursFrom("2026-03-03T23:00:00Z", count), "Europe/Berlin", "hour", width);
      expect(ticks.length).toBeLessThanOrEqual(Math.ceil(width / 58));
      expect(ticks.length).toBeGreaterThan(0);
    }
  });

  test("follows a day of 23 hours, and tells the two hours apart that a day of 25 calls the same", () => {
    const zone = "Europe/Berlin";
    const spring = windowTicks(Date.parse("2026-03-28T23:00Z"), Date.parse("2026-03-29T22:00Z"), zone, 520);
    expect(spring.map(({ label }) => label)).toEqual(
      "Mar 29,03:00,06:00,09:00,12:00,15:00,18:00,21:00,Mar 30".split(","),
    );
    expect(bucketLabel("2026-10-25T00:00:00Z", zone, "hour")).toBe("Sun, Oct 25, 02:00–02:00");
    expect(bucketLabel("2026-10-25T01:00:00Z", zone, "hour")).toBe("Sun, Oct 25, 02:00–03:00");
  });

  test("has full hours in zones that stand half an hour off", () => {
    const ticks = windowTicks(
      Date.parse("2026-03-03T18:30Z"),
      Date.parse("2026-03-04T18:30Z"),
      "Asia/Kolkata",
      520,
    );
    expect(ticks[0]).toEqual({ at: Date.parse("2026-03-03T18:30Z"), label: "Mar 4" });
  });
});
