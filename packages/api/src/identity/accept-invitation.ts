import * as db from "@keybrake/database";
import { hashPassword, refusePassword } from "@keybrake/vault/password";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Role } from "../access.ts";
import { displayName } from "../fields/text.ts";
import { inputErrors } from "../input-errors.ts";
import { done, invalid, invalidField, type Result, refuse } from "../problems.ts";
import { readSecret } from "./secret.ts";
import { type Client, roleSchema, type SessionToken } from "./session.ts";
import { createSession, findSession, renewSession, signedOut, signOut } from "./sessions.ts";
import { checkPassword, signInFailed } from "./sign-in.ts";

const newPerson = z.object({ name: displayName(100), password: z.string().max(1024) });

/** What the page behind an invitation's link shows. */
export interface InvitationPreview {
  readonly organizationName: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: Date;
}

/** What accepting needs: who is signed in already, or a name and a password. */
export interface Acceptance extends Client {
  readonly token: string;
  readonly sessionToken?: string | undefined;
  readonly name?: string | undefined;
  readonly password?: string | undefined;
}

/** What a link is good for; one answer for unknown, expired, revoked and used ones. */
export async function findOpenInvitation(
  database: db.AppDatabase,
  token: string,
): Promise<Result<InvitationPreview>> {
  const hash = readSecret(token);
  const found = hash === null ? null : await db.findInvitation(database, hash);
  return found === null ? notValid() : done({ ...found, role: roleSchema.parse(found.role) });
}

/**
 * Takes an invitation up, once: for the person who is signed in, if the address is theirs, or for a new person, whom it
 * signs in. Whoever has the address already proves that it is theirs with their password, as at any sign-in; a wrong
 * one is answered as it is there.
 */
export async function acceptInvitation(
  database: db.AppDatabase,
  acceptance: Acceptance,
): Promise<Result<SessionToken & { readonly organizationId: string }>> {
  const tokenHash = readSecret(acceptance.token);
  if (tokenHash === null) return notValid();
  const { sessionToken } = acceptance;
  const session = await findSession(database, sessionToken);
  if (session !== null && sessionToken !== undefined) {
    return acceptSignedIn(database, tokenHash, sessionToken);
  }
  const invitation = await db.findInvitation(database, tokenHash);
  if (invitation === null) return notValid();
  const { email } = invitation;
  const parsed = newPerson.safeParse({ name: acceptance.name, password: acceptance.password });
  if (!parsed.success) return invalid(inputErrors(parsed.error));
  const weakness = refusePassword(parsed.data.password, email);
  if (weakness !== null) return invalidField("password", weakness);
  const known = await db.findSignIn(database, email);
  return known === null
    ? acceptNew(database, tokenHash, { ...acceptance, ...parsed.data })
    : acceptKnown(database, tokenHash, { ...acceptance, ...parsed.data, email });
}

type Accepted = Result<SessionToken & { readonly organizationId: string }>;

async function acceptSignedIn(
  database: db.AppDatabase,
  tokenHash: Buffer,
  sessionToken: string,
): Promise<Accepted> {
  const sessionHash = readSecret(sessionToken);
  if (sessionHash === null) return signedOut();
  const activityId = uuidv7();
  const accepted = await db.acceptInvitation(database, { tokenHash, activityId, by: { sessionHash } });
  switch (accepted.code) {
    case "absent":
    case "person_exists":
      return notValid();
    case "other_person":
      return refuse("invitation_for_another", "This invitation is for another address than yours.");
    case "accepted": {
      const { organizationId } = accepted;
      const renewed = await renewSession(database, sessionToken, organizationId);
      return renewed === null ? signedOut() : done({ ...renewed, organizationId });
    }
  }
}

async function acceptNew(
  database: db.AppDatabase,
  tokenHash: Buffer,
  person: Client & {
    readonly name: string;
    readonly password: string;
    readonly sessionToken?: string | undefined;
  },
): Promise<Accepted> {
  const { name, clientIp, userAgent, sessionToken } = person;
  const passwordHash = await hashPassword(person.password);
  const by = { userId: uuidv7(), name, passwordHash };
  const accepted = await db.acceptInvitation(database, { tokenHash, activityId: uuidv7(), by });
  // Somebody with the address came in between: then this is a sign-in that fails.
  if (accepted.code === "person_exists") return signInFailed();
  if (accepted.code !== "accepted") return notValid();
  const { userId, organizationId } = accepted;
  const session = { userId, organizationId, clientIp, userAgent, replaces: sessionToken };
  return done({ ...(await createSession(database, session)), organizationId });
}

async function acceptKnown(
  database: db.AppDatabase,
  tokenHash: Buffer,
  person: Client & {
    readonly email: string;
    readonly password: string;
    readonly sessionToken?: string | undefined;
  },
): Promise<Accepted> {
  const { email, password, clientIp, userAgent, sessionToken } = person;
  const checked = await checkPassword(database, { email, password, clientIp });
  if (!checked.ok) return checked;
  const { userId } = checked.value;
  const { token } = await createSession(database, { userId, clientIp, userAgent, replaces: sessionToken });
  const accepted = await acceptSignedIn(database, tokenHash, token);
  if (!accepted.ok) await signOut(database, token);
  return accepted;
}

function notValid() {
  return refuse("invitation_invalid", "This invitation is not valid any more: ask for another one.");
}
