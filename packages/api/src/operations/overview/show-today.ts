import type { LiveCaps, OpenHolds, Today } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { instantOut, showTime } from "../../fields/time.ts";

/** The organization's day: what moved, what may still move, and how far the live keys could go. */
export const todayFields = {
  starts_at: instantOut,
  ends_at: instantOut.describe("When the daily caps start anew."),
  spent_usd: usdOut.describe("Final costs of today's calls, of keys that have ended too."),
  held_usd: usdOut.describe("In flight at this moment."),
  accrued_usd: usdOut.describe("Of today's calls: done but not final."),
  unknown_usd: usdOut.describe("Of today's calls: possibly sent, no answer."),
  allowed_calls: z.int().describe("Those in flight included."),
  denied_calls: z.int(),
  in_flight_calls: z.int(),
  unknown: z.object({
    calls: z.int(),
    held_usd: usdOut,
    oldest_at: instantOut.nullable(),
  }),
  caps: z.object({
    live_keys: z.int(),
    daily_cap_usd: usdOut.describe("The sum of the live keys' daily caps."),
    used_usd: usdOut.describe("What those keys have spent and hold of them."),
    left_usd: usdOut,
    keys_without_daily_cap: z.int().describe("Live keys that only have a cap for their whole life."),
  }),
};

export function showToday(today: Today, open: OpenHolds, caps: LiveCaps) {
  return {
    starts_at: today.startsAt.toISOString(),
    ends_at: today.endsAt.toISOString(),
    spent_usd: formatUsd(today.spentMicros),
    held_usd: formatUsd(open.inFlightMicros),
    accrued_usd: formatUsd(today.accruedMicros),
    unknown_usd: formatUsd(open.unknownTodayMicros),
    allowed_calls: Number(today.allowedCalls + open.inFlightToday),
    denied_calls: Number(today.deniedCalls),
    in_flight_calls: Number(open.inFlightCalls),
    unknown: {
      calls: Number(open.unknownCalls),
      held_usd: formatUsd(open.unknownMicros),
      oldest_at: showTime(open.oldestUnknownAt),
    },
    caps: {
      live_keys: Number(caps.keys),
      daily_cap_usd: formatUsd(caps.capMicros),
      used_usd: formatUsd(caps.usedMicros),
      left_usd: formatUsd(caps.leftMicros),
      keys_without_daily_cap: Number(caps.keysWithoutDailyCap),
    },
  };
}
