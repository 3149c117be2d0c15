import type { OrganizationTransaction } from "../app-database.ts";

export type RecentWindow = "24h" | "7d" | "30d";

/** What a chart is about: a span of time on quarter hours, cut by the organization's own clock. */
export interface ChartWindow {
  readonly organizationId: string;
  /** IANA name. */
  readonly zone: string;
  readonly interval: "hour" | "day";
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** Up to now: 24 hours or 168 whole hours, or 30 days, the current one included; both clocks are the database's. */
export async function readRecentWindow(
  transaction: OrganizationTransaction,
  organizationId: string,
  window: RecentWindow,
): Promise<ChartWindow> {
  const [row] = await transaction.$queryRaw<Array<{ zone: string; from: Date; to: Date }>>`
    SELECT o.zone,
      CASE ${window}
        WHEN '24h' THEN date_trunc('hour', now(), o.zone) - interval '23 hours'
        WHEN '7d' THEN date_trunc('hour', now(), o.zone) - interval '167 hours'
        ELSE ((now() AT TIME ZONE o.zone)::date - 29)::timestamp AT TIME ZONE o.zone
      END AS "from",
      date_bin('15 minutes', now(), timestamptz '2000-01-01 00:00:00+00') + interval '15 minutes' AS "to"
    FROM organization o WHERE o.id = ${organizationId}::uuid`;
  if (row === undefined) throw new Error(`there is no organization ${organizationId}`);
  return { organizationId, interval: window === "30d" ? "day" : "hour", ...row };
}

/**
 * When each hour or day of the window begins, without a gap: every quarter hour is asked where it belongs, so that days of
 * 23 and 25 hours, hours that come twice and zones off the full hour need no rule of their own.
 */
export async function readBucketStarts(
  transaction: OrganizationTransaction,
  { interval, zone, from, to }: ChartWindow,
): Promise<Date[]> {
  const rows = await transaction.$queryRaw<Array<{ startsAt: Date }>>`
    SELECT DISTINCT date_trunc(${interval}, q, ${zone}) AS "startsAt"
    FROM generate_series(${from}::timestamptz, ${to}::timestamptz - interval '15 minutes', interval '15 minutes') AS q
    ORDER BY 1`;
  return rows.map(({ startsAt }) => startsAt);
}
