import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";

test.each([
  ["30s", 30],
  ["90m", 5_400],
  ["24h", 86_400],
  ["7d", 604_800],
])("%s is read, and written again as it was", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
  expect(formatDuration(seconds)).toBe(text);
});

test.each(["", "24", "h", "0h", "-1h", "1.5h", "24 h", "1h30m"])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeNull();
});
