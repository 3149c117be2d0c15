import { type HistoryRun, playHistory, type Random } from "@keybrake/database/seeding";
import type pg from "pg";
import { type Profile, profiles } from "./profiles.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RUN_MS = 3 * HOUR_MS;
const KEY_LIFE_MS = 12 * HOUR_MS;
/** Nobody starts on the minute. */
const LATE_MS_MAX = 1_200_000;
const RECENT_MS = 60_000;

export interface DemoTenant {
  readonly organizationId: string;
  readonly credentialId: string;
  readonly zone: string;
}

interface Month {
  readonly days: number;
  readonly now: Date;
  readonly random: Random;
}

/** Writes a month of calls up to now, by what the demo's agents do every day. @returns how many */
export async function seedHistory(client: pg.ClientBase, tenant: DemoTenant, month: Month): Promise<number> {
  const { days, random } = month;
  const now = new Date(month.now.getTime() - RECENT_MS);
  const runs: HistoryRun[] = [];
  for (let day = days; day >= 0; day -= 1) {
    const midnight = new Date(now.getTime() - day * DAY_MS);
    midnight.setUTCHours(0, 0, 0, 0);
    for (const profile of profiles) runs.push(...runsOfDay(tenant, profile, { midnight, now, random }));
  }
  return playHistory(client, runs, { now, random, endsInFlight: false });
}

function runsOfDay(
  tenant: DemoTenant,
  profile: Profile,
  { midnight, now, random }: { readonly midnight: Date; readonly now: Date; readonly random: Random },
): HistoryRun[] {
  const weekday = midnight.getUTCDay();
  if (profile.isIdleAtWeekends && (weekday === 0 || weekday === 6)) return [];
  return profile.runHours.flatMap((hour) => {
    const begins = midnight.getTime() + hour * HOUR_MS + random.between(0, LATE_MS_MAX);
    const spanMs = Math.min(RUN_MS, now.getTime() - begins);
    if (spanMs <= 0) return [];
    const key = {
      ...tenant,
      id: random.uuidAt(begins),
      vendor: "stripe",
      agentName: profile.agent,
      agentRunId: `${profile.agent}/${new Date(begins).toISOString().slice(0, 13).replace(/[-T]/g, "")}`,
      last4: random.between(0, 46_655).toString(36).padStart(4, "0"),
      allowedEndpoints: profile.allowed,
      dailyCapMicros: BigInt(profile.dailyCapUsd) * 1_000_000n,
      runCapMicros: null,
      createdAt: new Date(begins),
      createdBy: "command",
      expiresAt: new Date(begins + KEY_LIFE_MS),
      revokedAt: null,
    };
    // A run that began a moment ago has made few of its calls.
    const calls = Math.ceil((random.between(...profile.callsPerRun) * spanMs) / RUN_MS);
    const { kinds, outcomes, burst } = profile;
    return [{ key, kinds, outcomes, calls, spanMs, burst }];
  });
}
