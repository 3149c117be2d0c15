import { z } from "zod";

/** A moment in: ISO 8601 with its offset. In a query, the plus sign of an offset arrives as a space. */
export const instantIn = z
  .string()
  .max(40)
  .transform((text) => text.replace(/ (?=[0-9]{2}:[0-9]{2}$)/, "+"))
  .pipe(
    z.iso.datetime({
      offset: true,
      error: "Write a time in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z.",
    }),
  )
  .transform((text) => new Date(text))
  .meta({ format: "date-time" });

/** A moment out: ISO 8601 in UTC. */
export const instantOut = z.iso.datetime();

export function showTime(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
