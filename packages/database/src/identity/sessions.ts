import { z } from "zod";
import type { AppDatabase } from "../app-database.ts";

const membership = z.object({
  organizationId: z.string(),
  name: z.string(),
  zone: z.string(),
  role: z.string(),
});

/** A session and its person, as they are at this moment. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  /** Where the person is at work; null where they are no member of it any more, or of none. */
  readonly organizationId: string | null;
  readonly role: string | null;
  readonly expiresAt: Date;
  readonly memberships: ReadonlyArray<z.output<typeof membership>>;
}

/** Signs a person in; when the session will end. `replaces` is the hash of the browser's session until now. */
export async function createSession(
  database: AppDatabase,
  session: {
    readonly id: string;
    readonly tokenHash: Buffer;
    readonly userId: string;
    readonly organizationId: string | null;
    readonly userAgent: string;
    readonly clientIp: string;
    readonly replaces: Buffer | null;
  },
): Promise<Date> {
  const { id, tokenHash, userId, organizationId, userAgent, clientIp, replaces } = session;
  const [row] = await database.unscoped.$queryRaw<Array<{ expires_at: Date }>>`
    SELECT create_session_v1(${id}::uuid, ${tokenHash}, ${userId}::uuid, ${organizationId}::uuid,
      ${userAgent}, ${clientIp}, ${replaces}::bytea) AS expires_at`;
  if (row === undefined) throw new Error("making a session returned no row");
  return row.expires_at;
}

/** Null when there is none, or it has ended. Asked anew for every request, never cached. */
export async function findSession(database: AppDatabase, tokenHash: Buffer): Promise<SessionRecord | null> {
  const [row] = await database.unscoped.$queryRaw<
    Array<{
      session_id: string;
      user_id: string;
      email: string;
      name: string | null;
      organization_id: string | null;
      role: string | null;
      expires_at: Date;
      memberships: unknown;
    }>
  >`
    SELECT session_id, user_id, email, name, organization_id, role, expires_at, memberships
    FROM find_session_v1(${tokenHash})`;
  if (row === undefined) return null;
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    email: row.email,
    name: row.name,
    organizationId: row.organization_id,
    role: row.role,
    expiresAt: row.expires_at,
    memberships: z.array(membership).parse(row.memberships),
  };
}

/** Gives a session a new token, and another organization if one is named. Null: no such session, or no member there. */
export async function renewSession(
  database: AppDatabase,
  session: {
    readonly tokenHash: Buffer;
    readonly newTokenHash: Buffer;
    readonly organizationId: string | null;
  },
): Promise<Date | null> {
  const { tokenHash, newTokenHash, organizationId } = session;
  const [row] = await database.unscoped.$queryRaw<Array<{ expires_at: Date | null }>>`
    SELECT renew_session_v1(${tokenHash}, ${newTokenHash}, ${organizationId}::uuid) AS expires_at`;
  return row?.expires_at ?? null;
}

export interface SessionSummary {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string;
  readonly clientIp: string;
  /** The one that asks. */
  readonly isThis: boolean;
}

/** The live sessions of the person whose token this is, the last used first. */
export async function listSessions(database: AppDatabase, tokenHash: Buffer): Promise<SessionSummary[]> {
  const rows = await database.unscoped.$queryRaw<
    Array<{
      id: string;
      created_at: Date;
      last_seen_at: Date;
      expires_at: Date;
      user_agent: string;
      client_ip: string;
      is_this: boolean;
    }>
  >`
    SELECT id, created_at, last_seen_at, expires_at, user_agent, client_ip, is_this
    FROM list_sessions_v1(${tokenHash})`;
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    clientIp: row.client_ip,
    isThis: row.is_this,
  }));
}

/** Ends one session of the person whose token this is, or with null all of them; how many ended. */
export async function endSessions(
  database: AppDatabase,
  tokenHash: Buffer,
  sessionId: string | null,
): Promise<number> {
  const [row] = await database.unscoped.$queryRaw<Array<{ ended: number }>>`
    SELECT end_sessions_v1(${tokenHash}, ${sessionId}::uuid) AS ended`;
  return row?.ended ?? 0;
}

export async function endSession(database: AppDatabase, tokenHash: Buffer): Promise<void> {
  await database.unscoped.$queryRaw`SELECT end_session_v1(${tokenHash})::text`;
}
