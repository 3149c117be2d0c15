const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar day of an instant in an IANA zone, as `2026-06-15`; what Postgres calls
 * `(instant at time zone zone)::date`.
 * @throws {RangeError} on an unknown zone.
 */
export function dayIn(zone: string, instant: Date): string {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    // Making one takes about a hundred times as long as using it.
    formatter = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  const part = new Map(formatter.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part.get("year")?.padStart(4, "0")}-${part.get("month")}-${part.get("day")}`;
}

const hourMs = 3_600_000;
/** Zones stand between 12 h behind and 14 h ahead of UTC; a change of the clock adds an hour or two at most. */
const farthestFromUtcMs = 17 * hourMs;

/** The first second at which the calendar in `zone` is past `day`, whatever the clock does that night. */
export function endOfDay(zone: string, day: string): Date {
  const utcEnd = Date.parse(`${day}T00:00:00Z`) + 24 * hourMs;
  let withinMs = utcEnd - farthestFromUtcMs;
  let pastMs = utcEnd + farthestFromUtcMs;
  while (pastMs - withinMs > 1_000) {
    const middleMs = withinMs + Math.floor((pastMs - withinMs) / 2_000) * 1_000;
    if (dayIn(zone, new Date(middleMs)) > day) pastMs = middleMs;
    else withinMs = middleMs;
  }
  return new Date(pastMs);
}
