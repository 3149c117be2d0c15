const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const HOUR_MS = 3_600_000;

export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on a wall in that zone shows. Words are put together here: servers and browsers differ in theirs. */
export function wallTime(at: Date, zone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** `Mar 3` */
export function dayLabel(at: Date, zone: string): string {
  const { month, day } = wallTime(at, zone);
  return `${MONTHS[month - 1]} ${day}`;
}

/** `14:00` */
export function clockLabel(at: Date, zone: string): string {
  const { hour, minute } = wallTime(at, zone);
  return `${two(hour)}:${two(minute)}`;
}

/** `Mar 3, 2026, 14:05:09 Europe/Berlin` */
export function exactTime(at: Date, zone: string): string {
  const { year, second } = wallTime(at, zone);
  return `${dayLabel(at, zone)}, ${year}, ${clockLabel(at, zone)}:${two(second)} ${zone}`;
}

/** `Tue, Mar 3, 14:00–15:00`, or `Tue, Mar 3, 2026` */
export function bucketLabel(startsAt: string, zone: string, interval: "hour" | "day"): string {
  const at = new Date(startsAt);
  const { year, month, day } = wallTime(at, zone);
  const date = `${DAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]}, ${MONTHS[month - 1]} ${day}`;
  if (interval === "day") return `${date}, ${year}`;
  return `${date}, ${clockLabel(at, zone)}–${clockLabel(new Date(at.getTime() + HOUR_MS), zone)}`;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    const two = "2-digit" as const;
    const fields = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
    format = new Intl.DateTimeFormat("en-US", {
      ...fields,
      hourCycle: "h23",
      calendar: "gregory",
      timeZone: zone,
    });
    formats.set(zone, format);
  }
  return format;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
