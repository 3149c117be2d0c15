import * as db from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { emailAddress } from "../fields/email.ts";
import { done, type Result, refuse } from "../problems.ts";
import { activityOf } from "./person-activity.ts";
import { readSecret } from "./secret.ts";
import { findSession } from "./sessions.ts";
import type { KnownPerson } from "./sign-in.ts";

/** An account at another provider, as the provider vouches for it. */
export interface ProvenAccount extends db.AccountName {
  /** Proven by the provider to belong to the account's holder. */
  readonly email: string;
  readonly name: string | null;
  /** Of the browser that came back from the provider. */
  readonly sessionToken: string | undefined;
}

/** As a provider names an account; PostgreSQL's text holds no NUL. */
export const accountName = z.object({
  provider: z.string().regex(/^[a-z]{1,40}$/),
  providerAccountId: z.string().regex(/^[^\0]{1,255}$/),
});

/** Whom an account signs in; null when it is connected to nobody. */
export function findUserByAccount(
  database: db.AppDatabase,
  account: db.AccountName,
): Promise<KnownPerson | null> {
  return db.findUserByAccount(database, accountName.parse(account));
}

/**
 * Whom an account signs in from now on: whom it is connected to; else the person who is signed in; else a new person,
 * if the address has an open invitation. Somebody who has the address here is never taken over by an account that has
 * it there: they sign in and connect it themselves.
 */
export async function linkOrCreate(
  database: db.AppDatabase,
  account: ProvenAccount,
): Promise<Result<{ readonly userId: string }>> {
  const email = emailAddress.safeParse(account.email);
  if (!email.success) return refuse("not_invited", "The provider gave no usable e-mail address.");
  const session = await findSession(database, account.sessionToken);
  const linked = await db.linkAccount(database, {
    ...accountName.parse(account),
    sessionHash: readSecret(account.sessionToken),
    newUserId: uuidv7(),
    email: email.data,
    name: account.name === null ? null : nameOf(account.name),
    activity: session === null ? [] : activityOf(session),
  });
  switch (linked.code) {
    case "linked":
      return done({ userId: linked.userId });
    case "other_person":
      return refuse("account_in_use", "This account is connected to somebody else here.");
    // One answer for both: who has an account here is nobody else's business.
    case "person_exists":
    case "not_invited":
      return refuse(
        "account_not_connected",
        "Nobody here has connected this account. Sign in otherwise and connect it, or ask for an invitation.",
      );
  }
}

/** What the person chose to be called elsewhere, without what cannot be seen. */
function nameOf(name: string): string | null {
  const text = name
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .trim()
    .slice(0, 100)
    .trim();
  return text === "" ? null : text;
}
