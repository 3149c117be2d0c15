import * as db from "@keybrake/database";
import { hashPassword, refusePassword, verifyPassword } from "@keybrake/vault/password";
import { z } from "zod";
import { inputErrors } from "../input-errors.ts";
import { done, invalid, invalidField, type Result, refuse } from "../problems.ts";
import { activityOf } from "./person-activity.ts";
import { mintSecret, readSecret } from "./secret.ts";
import type { SessionToken } from "./session.ts";
import { findSession, signedOut } from "./sessions.ts";
import { throttled } from "./throttle.ts";

const schema = z.object({
  present_password: z.string().min(1, { error: "Enter your present password." }).max(1024),
  new_password: z.string().max(1024),
});

/**
 * Replaces the password of whoever is signed in, who proves the present one, throttled together with signing in: the two
 * guess at the same secret. All their other sessions end, and this one goes on under a new token.
 *
 * Somebody without a password (they sign in by an account elsewhere) cannot set a first one here. Nothing but the session
 * would vouch for it, so a browser left open, or a copied cookie, could be turned into a way in that outlives the session.
 */
export async function changePassword(
  database: db.AppDatabase,
  token: string,
  input: z.input<typeof schema> & { readonly clientIp: string },
): Promise<Result<SessionToken & { readonly ended: number }>> {
  const { clientIp, ...fields } = input;
  const parsed = schema.safeParse(fields);
  if (!parsed.success) return invalid(inputErrors(parsed.error));
  const { present_password: present, new_password: password } = parsed.data;
  const session = await findSession(database, token);
  const tokenHash = readSecret(token);
  if (session === null || tokenHash === null) return signedOut();
  const { email } = session;
  const weakness = refusePassword(password, email);
  if (weakness !== null) return invalidField("new_password", weakness);
  if (password === present) {
    return invalidField("new_password", "This is the present password: choose another one.");
  }
  return throttled(database, { email, clientIp }, async () => {
    const presentHash = (await db.findSignIn(database, email))?.passwordHash ?? null;
    if (presentHash === null) return noPassword();
    if (!(await verifyPassword(presentHash, present))) return wrongPassword();
    const renewed = mintSecret();
    const changed = await db.changePassword(database, {
      tokenHash,
      newTokenHash: renewed.hash,
      presentHash,
      passwordHash: await hashPassword(password),
      activity: activityOf(session),
    });
    switch (changed.code) {
      case "changed":
        return done({ token: renewed.token, expiresAt: changed.expiresAt, ended: changed.ended });
      case "wrong":
        return wrongPassword();
      case "signed_out":
        return signedOut();
    }
  });
}

function wrongPassword() {
  const message = "This is not your present password.";
  return refuse("wrong_password", message, { errors: [{ path: "present_password", message }] });
}

function noPassword() {
  return refuse("no_password", "You sign in by an account elsewhere and have no password here.");
}
