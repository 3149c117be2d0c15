import type { OrganizationTransaction } from "../app-database.ts";

export interface MemberRecord {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: string;
  readonly joinedAt: Date;
}

/** By the person's id, newest first; `before` is the last id of the page before. */
export async function listMembers(
  transaction: OrganizationTransaction,
  page: { readonly organizationId: string; readonly before: string | null; readonly limit: number },
): Promise<MemberRecord[]> {
  const rows = await transaction.$queryRaw<
    Array<{ user_id: string; email: string; name: string | null; role: string; joined_at: Date }>
  >`
    SELECT user_id, email, name, role, joined_at
    FROM list_members_v1(${page.organizationId}::uuid, ${page.before}::uuid, ${page.limit}::int)`;
  return rows.map((row) => ({
    userId: row.user_id,
    email: row.email,
    name: row.name,
    role: row.role,
    joinedAt: row.joined_at,
  }));
}

export type MemberRefusal = "missing_role" | "absent" | "role_above_own" | "last_owner";

export type MemberChange =
  | { readonly code: "changed"; readonly previousRole: string }
  | { readonly code: MemberRefusal; readonly previousRole: string | null };

/**
 * Gives a member another role, or with a null role takes them out. What the actor may do is read under the same lock.
 * A changed role ends the person's sessions there, but for the one named.
 */
export async function changeMember(
  transaction: OrganizationTransaction,
  change: {
    readonly organizationId: string;
    readonly actorId: string;
    readonly sessionId: string;
    readonly userId: string;
    readonly role: string | null;
  },
): Promise<MemberChange> {
  const { organizationId, actorId, sessionId, userId, role } = change;
  const [row] = await transaction.$queryRaw<Array<{ code: MemberChange["code"]; previous_role: string }>>`
    SELECT code, previous_role FROM change_member_v1(
      ${organizationId}::uuid, ${actorId}::uuid, ${sessionId}::uuid, ${userId}::uuid, ${role}::text)`;
  if (row === undefined) throw new Error("changing a member returned no row");
  return { code: row.code, previousRole: row.previous_role };
}

/** E-mail addresses and token labels for what the activity log calls `user:<id>` and `service_token:<id>`. */
export async function nameActors(
  transaction: OrganizationTransaction,
  organizationId: string,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (actors.length === 0) return new Map();
  const rows = await transaction.$queryRaw<Array<{ actor: string; name: string }>>`
    SELECT actor, name FROM name_actors_v1(${organizationId}::uuid, ${[...new Set(actors)]}::text[])`;
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}
