import { clockLabel, dayLabel, wallTime } from "../clock.ts";

/** Room that one label needs. */
const TICK_PX = 58;
const HOUR_STEPS = [1, 2, 3, 4, 6, 12, 24];
const DAY_STEPS = [1, 2, 3, 5, 7, 14, 30, 90];

interface Tick {
  readonly startsAt: string;
  readonly label: string;
}

/** Which buckets are named under a time axis, at hours and days as the organization's clock has them. */
export function timeTicks(
  starts: readonly string[],
  zone: string,
  interval: "hour" | "day",
  width: number,
): readonly Tick[] {
  const most = Math.max(1, Math.floor(width / TICK_PX));
  if (interval === "day") return dayTicks(starts, zone, most);
  const step = HOUR_STEPS.find((hours) => starts.length / hours <= most);
  const hourOf = (startsAt: string) => wallTime(new Date(startsAt), zone).hour;
  if (step !== undefined && step < 24) {
    return starts
      .filter((startsAt) => hourOf(startsAt) % step === 0)
      .map((startsAt) => ({
        startsAt,
        label:
          hourOf(startsAt) === 0 ? dayLabel(new Date(startsAt), zone) : clockLabel(new Date(startsAt), zone),
      }));
  }
  return dayTicks(
    starts.filter((startsAt) => hourOf(startsAt) === 0),
    zone,
    most,
  );
}

function dayTicks(starts: readonly string[], zone: string, most: number): readonly Tick[] {
  const step = DAY_STEPS.find((days) => starts.length / days <= most) ?? starts.length;
  return starts
    .filter((_, index) => index % step === 0)
    .map((startsAt) => ({ startsAt, label: dayLabel(new Date(startsAt), zone) }));
}

/** Zones differ from UTC by whole quarters of an hour. */
const QUARTER_MS = 900_000;

/** The same for an axis without buckets: full hours, or days, of the organization's clock within a window. */
export function windowTicks(from: number, to: number, zone: string, width: number) {
  const starts: string[] = [];
  for (let at = Math.ceil(from / QUARTER_MS) * QUARTER_MS; at <= to; at += QUARTER_MS) {
    if (wallTime(new Date(at), zone).minute === 0) starts.push(new Date(at).toISOString());
  }
  return timeTicks(starts, zone, "hour", width).map(({ startsAt, label }) => ({
    at: Date.parse(startsAt),
    label,
  }));
}
