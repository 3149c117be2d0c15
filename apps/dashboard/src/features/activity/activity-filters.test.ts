import { expect, test } from "vitest";
import { activityInput, activityParsers } from "./activity-filters.ts";

const nothing = { actor: null, action: null, when: "any", from: null, to: null } as const;
const NOW = Date.parse("2026-11-25T12:00:00Z");

test("no filter asks for everything", () => {
  expect(activityInput(nothing, "UTC", NOW)).toEqual({});
});

test("days are the organization's, from its midnight to the end of the last one", () => {
  const days = { ...nothing, when: "between", from: "2026-03-28", to: "2026-03-29" } as const;
  // The clocks go forward on the 29th: that day has 23 hours.
  expect(activityInput(days, "Europe/Zurich", NOW)).toEqual({
    from: "2026-03-27T23:00:00.000Z",
    to: "2026-03-29T22:00:00.000Z",
  });
});

test("the last hours are counted back from now, whatever days the address names besides", () => {
  const last = { ...nothing, when: "24h", from: "2020-01-01", to: "2020-01-02" } as const;
  expect(activityInput(last, "Europe/Zurich", NOW)).toEqual({ from: "2026-11-24T12:00:00.000Z" });
});

test.each(["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "today", ""])("%j is no day", (text) => {
  expect(activityParsers.from.parse(text)).toBeNull();
});

test.each(["user:1", "user:<script>", "proxy:018f0000-0000-7000-8000-000000000000", ""])(
  "%j is nobody who acts",
  (text) => {
    expect(activityParsers.actor.parse(text)).toBeNull();
  },
);
