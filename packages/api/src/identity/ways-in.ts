import * as db from "@keybrake/database";
import { done, notFound, type Result, refuse } from "../problems.ts";
import { accountName } from "./accounts.ts";
import { activityOf } from "./person-activity.ts";
import { readSecret } from "./secret.ts";
import { findSession, signedOut } from "./sessions.ts";

export interface ConnectedAccount extends db.AccountName {
  readonly connectedAt: Date;
  /** Without it the person could not sign in any more: it cannot be removed. */
  readonly isLastWayIn: boolean;
}

/** By what a person can sign in. `usable` are the providers at which this dashboard can ask who somebody is. */
export async function listWaysIn(
  database: db.AppDatabase,
  token: string,
  usable: readonly string[],
): Promise<Result<{ readonly hasPassword: boolean; readonly accounts: readonly ConnectedAccount[] }>> {
  const hash = readSecret(token);
  const ways = hash === null ? null : await db.listWaysIn(database, hash);
  if (ways === null) return signedOut();
  const { hasPassword, accounts } = ways;
  const isUsable = ({ provider }: db.AccountName) => usable.includes(provider);
  return done({
    hasPassword,
    accounts: accounts.map((account) => ({
      ...account,
      isLastWayIn: !hasPassword && !accounts.some((other) => other !== account && isUsable(other)),
    })),
  });
}

/** Takes an account of the person's own away, never their last way to sign in; their other sessions end with it. */
export async function removeAccount(
  database: db.AppDatabase,
  token: string,
  { usable, ...account }: db.AccountName & { readonly usable: readonly string[] },
): Promise<Result<{ readonly ended: number }>> {
  const tokenHash = readSecret(token);
  const session = await findSession(database, token);
  if (tokenHash === null || session === null) return signedOut();
  const named = accountName.safeParse(account);
  if (!named.success) return notFound();
  const activity = activityOf(session);
  const removed = await db.removeAccount(database, { ...named.data, tokenHash, usable, activity });
  switch (removed.code) {
    case "removed":
      return done({ ended: removed.ended });
    case "absent":
      return notFound();
    case "signed_out":
      return signedOut();
    case "last_way":
      return refuse(
        "last_way_in",
        "It is the only way in which you can sign in: connect another account first.",
      );
  }
}
