import type { AppDatabase } from "@keybrake/database";
import { acceptInvitation, findOpenInvitation } from "./accept-invitation.ts";
import { findUserByAccount, linkOrCreate } from "./accounts.ts";
import { changePassword } from "./change-password.ts";
import { createOrganization, switchOrganization } from "./organizations.ts";
import {
  createSession,
  findSession,
  listSessions,
  renewSession,
  revokeSession,
  signOut,
  signOutEverywhere,
} from "./sessions.ts";
import { isSetUpOpen, setUp } from "./set-up.ts";
import { checkPassword, signInWithPassword } from "./sign-in.ts";
import { listWaysIn, removeAccount } from "./ways-in.ts";

const functions = {
  acceptInvitation,
  changePassword,
  checkPassword,
  createOrganization,
  createSession,
  findOpenInvitation,
  findSession,
  findUserByAccount,
  isSetUpOpen,
  linkOrCreate,
  listSessions,
  listWaysIn,
  removeAccount,
  renewSession,
  revokeSession,
  setUp,
  signInWithPassword,
  signOut,
  signOutEverywhere,
  switchOrganization,
} as const;

type Functions = typeof functions;

/**
 * What people do outside of an organization: signing in and out, setting up, moving between organizations. None of it
 * trusts a person's id: whoever is signed in is named by their session's token.
 */
export type Identity = {
  readonly [Name in keyof Functions]: Functions[Name] extends (
    database: AppDatabase,
    ...rest: infer Rest
  ) => infer Answer
    ? (...rest: Rest) => Answer
    : never;
};

export function createIdentity({ database }: { readonly database: AppDatabase }): Identity {
  const bound = Object.entries(functions).map(([name, perform]) => [
    name,
    (perform as (database: AppDatabase, ...rest: unknown[]) => unknown).bind(null, database),
  ]);
  return Object.fromEntries(bound);
}
