import { type AppDatabase, findSignIn } from "@keybrake/database";
import { verifyPassword } from "@keybrake/vault/password";
import { z } from "zod";
import { emailAddress } from "../fields/email.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { Client, SessionToken } from "./session.ts";
import { createSession } from "./sessions.ts";
import { throttled } from "./throttle.ts";

export interface KnownPerson {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
}

interface PasswordClaim {
  readonly email: string;
  readonly password: string;
  readonly clientIp: string;
}

const claimSchema = z.object({ email: emailAddress, password: z.string().min(1).max(1024) });

/** Whose password it is. One answer, in about the same time, for a wrong one and for an address that nobody has. */
export async function checkPassword(
  database: AppDatabase,
  { email, password, clientIp }: PasswordClaim,
): Promise<Result<KnownPerson>> {
  const claim = claimSchema.safeParse({ email, password });
  if (!claim.success) return signInFailed();
  return throttled(database, { email: claim.data.email, clientIp }, async () => {
    const found = await findSignIn(database, claim.data.email);
    const matches = await verifyPassword(found?.passwordHash ?? null, claim.data.password);
    if (found === null || !matches) return signInFailed();
    return done({ userId: found.userId, email: claim.data.email, name: found.name });
  });
}

/** Signs in; `replaces` is the session cookie that the browser came with, which is dead afterwards. */
export async function signInWithPassword(
  database: AppDatabase,
  claim: PasswordClaim & Client & { readonly replaces?: string | undefined },
): Promise<Result<SessionToken>> {
  const person = await checkPassword(database, claim);
  if (!person.ok) return person;
  const { clientIp, userAgent, replaces } = claim;
  return done(await createSession(database, { userId: person.value.userId, clientIp, userAgent, replaces }));
}

export function signInFailed() {
  return refuse("sign_in_failed", "This address and password do not go together.");
}
