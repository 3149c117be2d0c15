import { parseDate, toZoned } from "@internationalized/date";
import { createParser, parseAsStringLiteral } from "nuqs";
import { ACTION_NAMES } from "./action-words.ts";

export const WHENS = ["any", "24h", "7d", "30d", "between"] as const;
export type When = (typeof WHENS)[number];

const HOUR_MS = 3_600_000;
const HOURS = { "24h": 24, "7d": 168, "30d": 720 } as const;

const actor = createParser({
  parse: (text) => (/^(user|service_token):[0-9a-f-]{36}$|^command$/.test(text) ? text : null),
  serialize: (text: string) => text,
});

/** A calendar day of the organization's zone. */
const day = createParser({
  parse: (text) => (isDay(text) ? text : null),
  serialize: (text: string) => text,
});

/** What the page's address says is looked for; what it says wrongly is not looked for. */
export const activityParsers = {
  actor,
  action: parseAsStringLiteral(ACTION_NAMES),
  when: parseAsStringLiteral(WHENS).withDefault("any"),
  from: day,
  to: day,
};

export interface ActivityFilters {
  readonly actor: string | null;
  readonly action: string | null;
  readonly when: When;
  readonly from: string | null;
  readonly to: string | null;
}

/** What the server is asked: `from` inclusive, `to` exclusive, so that the last day is in it whole. */
export function activityInput(
  { actor: who, action, when, from, to }: ActivityFilters,
  zone: string,
  now: number,
) {
  const times =
    when === "between"
      ? { from: from === null ? null : midnight(from, zone), to: to === null ? null : midnight(to, zone, 1) }
      : { from: when === "any" ? null : new Date(now - HOURS[when] * HOUR_MS).toISOString(), to: null };
  return {
    ...(who === null ? {} : { actor: who }),
    ...(action === null ? {} : { action }),
    ...(times.from === null ? {} : { from: times.from }),
    ...(times.to === null ? {} : { to: times.to }),
  };
}

function midnight(text: string, zone: string, daysLater = 0): string {
  return toZoned(parseDate(text).add({ days: daysLater }), zone).toAbsoluteString();
}

function isDay(text: string): boolean {
  if (!/^2[0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  try {
    return parseDate(text).toString() === text;
  } catch {
    return false;
  }
}
