import * as db from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { done, notFound, type Result, refuse } from "../problems.ts";
import { mintSecret, readSecret } from "./secret.ts";
import { type Client, roleSchema, type Session, type SessionToken } from "./session.ts";

const CLIENT_IP_MAX = 64;
const USER_AGENT_MAX = 300;

/**
 * Signs a person in whom the caller has recognised, under a token that did not exist before. `replaces` is the cookie
 * that the browser came with: that session ends, so that a token which somebody else planted there is worth nothing.
 */
export async function createSession(
  database: db.AppDatabase,
  session: Client & {
    readonly userId: string;
    readonly organizationId?: string;
    readonly replaces?: string | undefined;
  },
): Promise<SessionToken> {
  const { token, hash } = mintSecret();
  const expiresAt = await db.createSession(database, {
    id: uuidv7(),
    tokenHash: hash,
    userId: session.userId,
    organizationId: session.organizationId ?? null,
    userAgent: printable(session.userAgent).slice(0, USER_AGENT_MAX),
    clientIp: printable(session.clientIp).slice(0, CLIENT_IP_MAX),
    replaces: readSecret(session.replaces),
  });
  return { token, expiresAt };
}

/** Null when nobody is signed in by this token (any more). Role and memberships are those of this moment. */
export async function findSession(
  database: db.AppDatabase,
  token: string | undefined,
): Promise<Session | null> {
  const hash = readSecret(token);
  const found = hash === null ? null : await db.findSession(database, hash);
  if (found === null) return null;
  return {
    ...found,
    role: found.role === null ? null : roleSchema.parse(found.role),
    memberships: found.memberships.map((membership) => ({
      ...membership,
      role: roleSchema.parse(membership.role),
    })),
  };
}

/** A new token for the same session; the old one is dead at once. Null: nobody is signed in by it. */
export async function renewSession(
  database: db.AppDatabase,
  token: string,
  organizationId: string | null = null,
): Promise<SessionToken | null> {
  const tokenHash = readSecret(token);
  if (tokenHash === null) return null;
  const renewed = mintSecret();
  const moved = { tokenHash, newTokenHash: renewed.hash, organizationId };
  const expiresAt = await db.renewSession(database, moved);
  return expiresAt === null ? null : { token: renewed.token, expiresAt };
}

/** Where a person is signed in, the last used first. */
export async function listSessions(
  database: db.AppDatabase,
  token: string,
): Promise<Result<db.SessionSummary[]>> {
  const hash = readSecret(token);
  const sessions = hash === null ? [] : await db.listSessions(database, hash);
  // The one that asks is among them, if it lives.
  return sessions.length === 0 ? signedOut() : done(sessions);
}

/** Ends one of the person's own sessions; another person's is not there. */
export async function revokeSession(
  database: db.AppDatabase,
  token: string,
  sessionId: string,
): Promise<Result<{ readonly ended: number }>> {
  const hash = readSecret(token);
  if (hash === null) return signedOut();
  if (!z.uuid().safeParse(sessionId).success) return notFound();
  const ended = await db.endSessions(database, hash, sessionId);
  return ended === 0 ? notFound() : done({ ended });
}

export async function signOut(database: db.AppDatabase, token: string | undefined): Promise<void> {
  const hash = readSecret(token);
  if (hash !== null) await db.endSession(database, hash);
}

/** Ends every session of the person, this one too. */
export async function signOutEverywhere(
  database: db.AppDatabase,
  token: string,
): Promise<Result<{ readonly ended: number }>> {
  const hash = readSecret(token);
  const ended = hash === null ? 0 : await db.endSessions(database, hash, null);
  return ended === 0 ? signedOut() : done({ ended });
}

export function signedOut() {
  return refuse("signed_out", "Sign in to go on.");
}

/** A browser's name for itself is shown in a list later: nothing in it may hide or move what stands beside it. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}
