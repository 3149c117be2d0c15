import type { AppDatabase } from "../app-database.ts";
import type { AccountName } from "./accounts.ts";
import { columnsOf, type PersonActivity } from "./person-activity.ts";

/** By what a person can sign in. */
export interface WaysIn {
  readonly hasPassword: boolean;
  /** Oldest first; 50 at most. */
  readonly accounts: ReadonlyArray<AccountName & { readonly connectedAt: Date }>;
}

export type PasswordChange =
  | { readonly code: "changed"; readonly expiresAt: Date; readonly ended: number }
  | { readonly code: "signed_out" | "wrong" };

/** Ends the person's other sessions and gives this one a new token. `wrong`: the present password is another one. */
export async function changePassword(
  database: AppDatabase,
  change: {
    readonly tokenHash: Buffer;
    readonly newTokenHash: Buffer;
    /** What the present password was checked against. */
    readonly presentHash: string;
    readonly passwordHash: string;
    readonly activity: PersonActivity;
  },
): Promise<PasswordChange> {
  const { tokenHash, newTokenHash, presentHash, passwordHash } = change;
  const { organizationIds, activityIds } = columnsOf(change.activity);
  const [row] = await database.unscoped.$queryRaw<
    Array<{ code: PasswordChange["code"]; expires_at: Date; ended: number }>
  >`
    SELECT code, expires_at, ended FROM change_password_v1(${tokenHash}, ${newTokenHash}, ${presentHash},
      ${passwordHash}, ${organizationIds}::uuid[], ${activityIds}::uuid[])`;
  if (row === undefined) throw new Error("changing a password returned no row");
  return row.code === "changed"
    ? { code: row.code, expiresAt: row.expires_at, ended: row.ended }
    : { code: row.code };
}

/** Null: nobody is signed in by this token. */
export async function listWaysIn(database: AppDatabase, tokenHash: Buffer): Promise<WaysIn | null> {
  const rows = await database.unscoped.$queryRaw<
    Array<{
      has_password: boolean;
      provider: string | null;
      provider_account_id: string | null;
      connected_at: Date | null;
    }>
  >`
    SELECT has_password, provider, provider_account_id, connected_at FROM list_ways_in_v1(${tokenHash})`;
  const [first] = rows;
  if (first === undefined) return null;
  const accounts = rows.flatMap(({ provider, provider_account_id: providerAccountId, connected_at: at }) =>
    provider === null || providerAccountId === null || at === null
      ? []
      : [{ provider, providerAccountId, connectedAt: at }],
  );
  return { hasPassword: first.has_password, accounts };
}

export type AccountRemoval =
  | { readonly code: "removed"; readonly ended: number }
  | { readonly code: "signed_out" | "absent" | "last_way" };

/** Ends the person's other sessions too: nobody knows which of them the account opened. */
export async function removeAccount(
  database: AppDatabase,
  removal: AccountName & {
    readonly tokenHash: Buffer;
    /** The providers by which people can sign in at this dashboard. */
    readonly usable: readonly string[];
    readonly activity: PersonActivity;
  },
): Promise<AccountRemoval> {
  const { tokenHash, provider, providerAccountId, usable } = removal;
  const { organizationIds, activityIds } = columnsOf(removal.activity);
  const [row] = await database.unscoped.$queryRaw<Array<{ code: AccountRemoval["code"]; ended: number }>>`
    SELECT code, ended FROM remove_account_v1(${tokenHash}, ${provider}, ${providerAccountId},
      ${[...usable]}::text[], ${organizationIds}::uuid[], ${activityIds}::uuid[])`;
  if (row === undefined) throw new Error("removing an account returned no row");
  return row.code === "removed" ? { code: row.code, ended: row.ended } : { code: row.code };
}
