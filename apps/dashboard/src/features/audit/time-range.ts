import { parseAbsolute, parseDateTime, toCalendarDateTime, today, toZoned } from "@internationalized/date";

export const rangeNames = ["1h", "today", "24h", "7d", "30d"] as const;

export type RangeName = (typeof rangeNames)[number];

export const rangeWords: Readonly<Record<RangeName, string>> = {
  "1h": "Last hour",
  today: "Today",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long a range is, and what it begins on: of quarter hours, the server keeps the sums ready. */
const RANGES: Readonly<Record<Exclude<RangeName, "today">, readonly [lengthMs: number, stepMs: number]>> = {
  "1h": [HOUR_MS, MINUTE_MS],
  "24h": [24 * HOUR_MS, QUARTER_MS],
  "7d": [7 * 24 * HOUR_MS, QUARTER_MS],
  "30d": [30 * 24 * HOUR_MS, QUARTER_MS],
};

/** When a range begins, in ISO 8601 UTC; today at the organization's midnight. */
export function startOfRange(range: RangeName, nowMs: number, zone: string): string {
  if (range === "today") return toZoned(today(zone), zone).toDate().toISOString();
  const [lengthMs, stepMs] = RANGES[range];
  return new Date(Math.floor((nowMs - lengthMs) / stepMs) * stepMs).toISOString();
}

/** An instant as a clock on the organization's wall shows it, as `datetime-local` takes it: `2026-11-25T14:05`. */
export function wallTimeOf(instant: string, zone: string): string {
  const text = toCalendarDateTime(parseAbsolute(instant, zone)).toString();
  return text.endsWith(":00") ? text.slice(0, -3) : text;
}

/** The instant of such a wall time; where a clock change skips or repeats it, the later moment that exists. */
export function instantOf(wallTime: string, zone: string): string | null {
  try {
    return toZoned(parseDateTime(wallTime), zone, "compatible").toDate().toISOString();
  } catch {
    return null;
  }
}
