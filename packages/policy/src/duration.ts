import { type Parsed, parsed, unparsed } from "./parsed.ts";

const shortestMs = 30_000;
const form = /^([1-9][0-9]{0,5})([smhd])$/;
const unitMs = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** Reads `expires_in` (`45s`, `30m`, `3h`, `1d`) as milliseconds: at least 30 s, at most `longestMs`. */
export function parseExpiresIn(text: string, longestMs: number): Parsed<number> {
  const match = form.exec(text);
  const unit = unitMs.get(match?.[2] ?? "");
  if (match === null || unit === undefined) {
    return unparsed(
      "Write expires_in as a whole number and a unit, s, m, h or d, such as 90s, 30m, 3h or 1d.",
    );
  }
  const durationMs = Number(match[1]) * unit;
  if (durationMs < shortestMs) return unparsed("The shortest expires_in is 30s.");
  if (durationMs > longestMs) {
    return unparsed(`The longest expires_in that your organization allows is ${formatDuration(longestMs)}.`);
  }
  return parsed(durationMs);
}

/** In the largest unit that divides it: the same spelling as one would write. */
function formatDuration(durationMs: number): string {
  const wholeSecondsMs = durationMs - (durationMs % 1_000);
  for (const [unit, ms] of [...unitMs].reverse()) {
    if (wholeSecondsMs % ms === 0) return `${wholeSecondsMs / ms}${unit}`;
  }
  return `${wholeSecondsMs / 1_000}s`;
}
