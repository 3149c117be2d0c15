import type { AppDatabase } from "../app-database.ts";
import { columnsOf, type PersonActivity } from "./person-activity.ts";

/** An account at another provider. */
export interface AccountName {
  readonly provider: string;
  readonly providerAccountId: string;
}

export interface UserRecord {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
}

export async function findUserByAccount(
  database: AppDatabase,
  { provider, providerAccountId }: AccountName,
): Promise<UserRecord | null> {
  const [row] = await database.unscoped.$queryRaw<
    Array<{ user_id: string; email: string; name: string | null }>
  >`SELECT user_id, email, name FROM find_user_by_account_v1(${provider}, ${providerAccountId})`;
  return row === undefined ? null : { userId: row.user_id, email: row.email, name: row.name };
}

export type AccountLink =
  | { readonly code: "linked"; readonly userId: string }
  | { readonly code: "other_person" | "person_exists" | "not_invited" };

/** Connects an account to the person of a session, or to a person that this makes if their address is invited. */
export async function linkAccount(
  database: AppDatabase,
  account: AccountName & {
    readonly sessionHash: Buffer | null;
    /** Of the person to make, where nobody is signed in. */
    readonly newUserId: string;
    /** In lower case, and proven by the provider. */
    readonly email: string;
    readonly name: string | null;
    readonly activity: PersonActivity;
  },
): Promise<AccountLink> {
  const { provider, providerAccountId, sessionHash, newUserId, email, name } = account;
  const { organizationIds, activityIds } = columnsOf(account.activity);
  const [row] = await database.unscoped.$queryRaw<
    Array<{ code: AccountLink["code"]; linked_user_id: string }>
  >`
    SELECT code, linked_user_id FROM link_account_v2(${provider}, ${providerAccountId}, ${sessionHash}::bytea,
      ${newUserId}::uuid, ${email}, ${name}, ${organizationIds}::uuid[], ${activityIds}::uuid[])`;
  if (row === undefined) throw new Error("linking an account returned no row");
  return row.code === "linked" ? { code: row.code, userId: row.linked_user_id } : { code: row.code };
}
