import type pg from "pg";
import { withOwner } from "./owner-connection.ts";
import { findRoleFaults } from "./role-rights.ts";

export interface DatabaseFacts {
  /** As Postgres writes it, e.g. `18.1`. */
  readonly serverVersion: string;
  /** How far the database's clock is ahead of this machine's, in milliseconds; behind, when negative. */
  readonly clockAheadMs: number;
  /** Tables without row-level security, or with a kind that their owner would pass by. */
  readonly unprotectedTables: readonly string[];
  /** Rights that break the separation of roles, as sentences. */
  readonly roleFaults: readonly string[];
}

/** Reads from a migrated database what decides whether its promises can hold. Changes nothing. */
export async function inspectDatabase(databaseUrl: string): Promise<DatabaseFacts> {
  return withOwner(databaseUrl, async (client) => ({
    serverVersion: await readVersion(client),
    clockAheadMs: await measureClock(client),
    unprotectedTables: await findUnprotectedTables(client),
    roleFaults: await findRoleFaults(client),
  }));
}

async function readVersion(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  return rows[0]?.server_version.split(" ")[0] ?? "unknown";
}

/** Compared with the middle of the round trip; the shortest of five is the least wrong. */
async function measureClock(client: pg.ClientBase): Promise<number> {
  let shortest = { tripMs: Number.POSITIVE_INFINITY, aheadMs: Number.NaN };
  for (let i = 0; i < 5; i += 1) {
    const [sentAt, started] = [Date.now(), performance.now()];
    const { rows } = await client.query<{ now_ms: number }>(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms",
    );
    const tripMs = performance.now() - started;
    const aheadMs = (rows[0]?.now_ms ?? Number.NaN) - (sentAt + tripMs / 2);
    if (tripMs < shortest.tripMs) shortest = { tripMs, aheadMs };
  }
  return Math.round(shortest.aheadMs);
}

async function findUnprotectedTables(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1`,
  );
  return rows.map((row) => row.relname);
}
