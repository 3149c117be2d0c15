import type { OrganizationTransaction } from "./app-database.ts";
import { type RollupSums, SUMS } from "./charts/rollup.ts";

/** The organization's day at this moment, by its own calendar. */
export interface Today extends RollupSums {
  readonly zone: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What is in flight, and what nobody knows the outcome of, at this moment and whenever it was called. */
export interface OpenHolds {
  readonly inFlightCalls: bigint;
  readonly inFlightMicros: bigint;
  /** Of those in flight, what was called today: the roll-up counts a call when it leaves flight. */
  readonly inFlightToday: bigint;
  readonly unknownCalls: bigint;
  readonly unknownMicros: bigint;
  readonly unknownTodayMicros: bigint;
  readonly oldestUnknownAt: Date | null;
}

/** What the live keys may spend a day, and what they have used of it. */
export interface LiveCaps {
  readonly keys: bigint;
  readonly keysWithoutDailyCap: bigint;
  readonly capMicros: bigint;
  readonly usedMicros: bigint;
  readonly leftMicros: bigint;
}

export async function readToday(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<Today> {
  const [row] = await transaction.$queryRaw<Today[]>`
    SELECT d.zone, d."startsAt", d."endsAt", s.*
    FROM (
      SELECT o.zone, (t.today)::timestamp AT TIME ZONE o.zone AS "startsAt",
        (t.today + 1)::timestamp AT TIME ZONE o.zone AS "endsAt"
      FROM organization o, LATERAL (SELECT (now() AT TIME ZONE o.zone)::date AS today) AS t
      WHERE o.id = ${organizationId}::uuid
    ) AS d, LATERAL (
      SELECT ${SUMS} FROM spend_rollup r
      WHERE r.organization_id = ${organizationId}::uuid AND r.quarter >= d."startsAt" AND r.quarter < d."endsAt"
    ) AS s`;
  if (row === undefined) throw new Error(`there is no organization ${organizationId}`);
  return row;
}

/** A key or three, and none of their calls was ever refused: somebody is trying Keybrake out. */
export async function isTryingOut(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<boolean> {
  const [row] = await transaction.$queryRaw<Array<{ trying: boolean }>>`
    SELECT (SELECT count(*) < 4 FROM (SELECT FROM vault_key k WHERE k.organization_id = ${organizationId}::uuid LIMIT 4) AS k)
      AND NOT EXISTS (SELECT FROM spend_rollup r
        WHERE r.organization_id = ${organizationId}::uuid AND r.policy_verdict <> 'allowed') AS trying`;
  return row?.trying === true;
}

/** Both kinds have an index of their own, as long as there are such calls. */
export async function readOpenHolds(
  transaction: OrganizationTransaction,
  organizationId: string,
  dayStartsAt: Date,
): Promise<OpenHolds> {
  const [row] = await transaction.$queryRaw<OpenHolds[]>`
    SELECT h.*, u.*
    FROM (
      SELECT count(*) AS "inFlightCalls", coalesce(sum(c.held_micros), 0)::bigint AS "inFlightMicros",
        count(*) FILTER (WHERE c.called_at >= ${dayStartsAt}) AS "inFlightToday"
      FROM call c WHERE c.organization_id = ${organizationId}::uuid AND c.state = 'held'
    ) AS h, (
      SELECT count(*) AS "unknownCalls", coalesce(sum(c.held_micros), 0)::bigint AS "unknownMicros",
        coalesce(sum(c.held_micros) FILTER (WHERE c.called_at >= ${dayStartsAt}), 0)::bigint AS "unknownTodayMicros",
        min(c.called_at) AS "oldestUnknownAt"
      FROM call c WHERE c.organization_id = ${organizationId}::uuid AND c.state = 'unknown'
    ) AS u`;
  if (row === undefined) throw new Error("an aggregate returned no row");
  return row;
}

export async function readLiveCaps(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<LiveCaps> {
  const [row] = await transaction.$queryRaw<LiveCaps[]>`
    SELECT count(*) AS keys, count(*) FILTER (WHERE l.daily_cap_micros IS NULL) AS "keysWithoutDailyCap",
      coalesce(sum(l.daily_cap_micros), 0)::bigint AS "capMicros",
      coalesce(sum(d.used) FILTER (WHERE l.daily_cap_micros IS NOT NULL), 0)::bigint AS "usedMicros",
      coalesce(sum(greatest(0, l.daily_cap_micros - d.used)) FILTER (WHERE l.daily_cap_micros IS NOT NULL), 0)::bigint
        AS "leftMicros"
    FROM vault_key k JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id,
      LATERAL (SELECT CASE WHEN (now() AT TIME ZONE l.zone)::date > l.window_day THEN 0
        ELSE l.day_spent_micros + l.day_held_micros END AS used) AS d
    WHERE k.organization_id = ${organizationId}::uuid AND k.expires_at > now() AND l.revoked_at IS NULL`;
  if (row === undefined) throw new Error("an aggregate returned no row");
  return row;
}

/** An agent with live keys or calls in a window; what it did there is in the series. */
export interface AgentStanding {
  readonly agentName: string;
  readonly liveKeys: bigint;
  /** Of the daily caps of its live keys; null when none of them has one. */
  readonly dailyLeftMicros: bigint | null;
}

/** The live keys of agents, by agent; those that have none are left out. */
export async function readAgentStandings(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<AgentStanding[]> {
  return transaction.$queryRaw<AgentStanding[]>`
    SELECT k.agent_name AS "agentName", count(*) AS "liveKeys",
      sum(greatest(0, l.daily_cap_micros - d.used)) FILTER (WHERE l.daily_cap_micros IS NOT NULL)::bigint
        AS "dailyLeftMicros"
    FROM vault_key k JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id,
      LATERAL (SELECT CASE WHEN (now() AT TIME ZONE l.zone)::date > l.window_day THEN 0
        ELSE l.day_spent_micros + l.day_held_micros END AS used) AS d
    WHERE k.organization_id = ${organizationId}::uuid AND k.expires_at > now() AND l.revoked_at IS NULL
    GROUP BY 1 ORDER BY 1 LIMIT 10000`;
}

export interface KeyNearCap {
  readonly id: string;
  readonly keyLabel: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly vendor: string;
  readonly expiresAt: Date;
  /** The fuller one of the two. */
  readonly cap: "daily" | "run";
  readonly capMicros: bigint;
  /** Spent and held. */
  readonly usedMicros: bigint;
  readonly leftMicros: bigint;
}

/** Live keys that have used four fifths of their daily or run cap, the fullest first. A cap of 0 lets nothing pass. */
export async function readKeysNearCap(
  transaction: OrganizationTransaction,
  organizationId: string,
  limit: number,
): Promise<KeyNearCap[]> {
  return transaction.$queryRaw<KeyNearCap[]>`
    SELECT k.id, k.key_label AS "keyLabel", k.agent_name AS "agentName", k.agent_run_id AS "agentRunId", k.vendor,
      k.expires_at AS "expiresAt", f.cap, f.cap_micros AS "capMicros", f.used AS "usedMicros",
      greatest(0, f.cap_micros - f.used) AS "leftMicros"
    FROM vault_key k JOIN key_ledger l ON l.organization_id = k.organization_id AND l.vault_key_id = k.id,
      LATERAL (
        SELECT c.* FROM (VALUES
          ('daily', l.daily_cap_micros, CASE WHEN (now() AT TIME ZONE l.zone)::date > l.window_day THEN 0
            ELSE l.day_spent_micros + l.day_held_micros END),
          ('run', l.run_cap_micros, l.run_spent_micros + l.run_held_micros)
        ) AS c (cap, cap_micros, used)
        WHERE c.cap_micros > 0 AND c.used::numeric * 5 >= c.cap_micros::numeric * 4
        ORDER BY c.used::numeric / c.cap_micros DESC, c.cap LIMIT 1
      ) AS f
    WHERE k.organization_id = ${organizationId}::uuid AND k.expires_at > now() AND l.revoked_at IS NULL
    ORDER BY f.used::numeric / f.cap_micros DESC, k.id DESC LIMIT ${limit}`;
}
