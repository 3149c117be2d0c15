import { z } from "zod";

/** An IANA time zone by its name. The pages write times in it, so this program has to know it; Postgres is asked too. */
export const timeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isKnown, { error: "Write the name of a time zone, such as Europe/Berlin." });

function isKnown(zone: string): boolean {
  // "+02:00" would be taken as well, but is no zone: it does not know of summer.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
