import type { AppDatabase, OrganizationTransaction } from "../app-database.ts";

export interface InvitationRecord {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
}

const shown = {
  id: true,
  email: true,
  role: true,
  invitedBy: true,
  createdAt: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
} as const;

/** Newest first; `before` is the last id of the page before. */
export async function listInvitations(
  transaction: OrganizationTransaction,
  page: { readonly organizationId: string; readonly before: string | null; readonly limit: number },
): Promise<InvitationRecord[]> {
  const { organizationId, before, limit } = page;
  return transaction.invitation.findMany({
    where: { organizationId, ...(before === null ? {} : { id: { lt: before } }) },
    select: shown,
    orderBy: { id: "desc" },
    take: limit,
  });
}

export type InvitationCreation =
  | { readonly code: "created"; readonly createdAt: Date; readonly expiresAt: Date }
  | { readonly code: "missing_role" | "role_above_own" | "already_member" | "too_many" };

/** Replaces an open invitation of the same address: its link is dead then. */
export async function createInvitation(
  transaction: OrganizationTransaction,
  invitation: {
    readonly organizationId: string;
    readonly id: string;
    /** SHA-256 of the token in the link. */
    readonly tokenHash: Buffer;
    /** In lower case. */
    readonly email: string;
    readonly role: string;
    readonly invitedBy: string;
  },
): Promise<InvitationCreation> {
  const { organizationId, id, tokenHash, email, role, invitedBy } = invitation;
  const [row] = await transaction.$queryRaw<
    Array<{ code: InvitationCreation["code"]; created_at: Date; expires_at: Date }>
  >`
    SELECT code, created_at, expires_at FROM create_invitation_v1(
      ${organizationId}::uuid, ${id}::uuid, ${tokenHash}, ${email}, ${role}, ${invitedBy}::uuid)`;
  if (row === undefined) throw new Error("inviting returned no row");
  return row.code === "created"
    ? { code: row.code, createdAt: row.created_at, expiresAt: row.expires_at }
    : { code: row.code };
}

export type InvitationRevocation =
  | { readonly code: "revoked"; readonly email: string; readonly revokedAt: Date }
  | { readonly code: "missing_role" | "absent" | "accepted" | "role_above_own" };

export async function revokeInvitation(
  transaction: OrganizationTransaction,
  invitation: { readonly organizationId: string; readonly id: string; readonly actorId: string },
): Promise<InvitationRevocation> {
  const { organizationId, id, actorId } = invitation;
  const [row] = await transaction.$queryRaw<
    Array<{ code: InvitationRevocation["code"]; email: string; revoked_at: Date }>
  >`
    SELECT code, email, revoked_at
    FROM revoke_invitation_v1(${organizationId}::uuid, ${id}::uuid, ${actorId}::uuid)`;
  if (row === undefined) throw new Error("revoking an invitation returned no row");
  return row.code === "revoked"
    ? { code: row.code, email: row.email, revokedAt: row.revoked_at }
    : { code: row.code };
}

export interface OpenInvitation {
  readonly organizationName: string;
  readonly email: string;
  readonly role: string;
  readonly expiresAt: Date;
}

/** What a link is good for at this moment; null when it is not. */
export async function findInvitation(
  database: AppDatabase,
  tokenHash: Buffer,
): Promise<OpenInvitation | null> {
  const [row] = await database.unscoped.$queryRaw<
    Array<{ organization_name: string; email: string; role: string; expires_at: Date }>
  >`SELECT organization_name, email, role, expires_at FROM find_invitation_v1(${tokenHash})`;
  if (row === undefined) return null;
  const { organization_name: organizationName, email, role, expires_at: expiresAt } = row;
  return { organizationName, email, role, expiresAt };
}

export type InvitationAcceptance =
  | { readonly code: "accepted"; readonly organizationId: string; readonly userId: string }
  | { readonly code: "absent" | "other_person" | "person_exists" };

/** Takes an invitation up for the person of a session, or for a person that this makes. Good once, however many try. */
export async function acceptInvitation(
  database: AppDatabase,
  acceptance: {
    readonly tokenHash: Buffer;
    readonly activityId: string;
    readonly by:
      | { readonly sessionHash: Buffer }
      | { readonly userId: string; readonly name: string; readonly passwordHash: string };
  },
): Promise<InvitationAcceptance> {
  const { tokenHash, activityId, by } = acceptance;
  const sessionHash = "sessionHash" in by ? by.sessionHash : null;
  const { userId, name, passwordHash } =
    "userId" in by ? by : { userId: null, name: null, passwordHash: null };
  const [row] = await database.unscoped.$queryRaw<
    Array<{
      code: InvitationAcceptance["code"];
      joined_organization_id: string;
      joined_user_id: string;
    }>
  >`
    SELECT code, joined_organization_id, joined_user_id FROM accept_invitation_v1(
      ${tokenHash}, ${sessionHash}::bytea, ${userId}::uuid, ${name}, ${passwordHash}, ${activityId}::uuid)`;
  if (row === undefined) throw new Error("accepting an invitation returned no row");
  return row.code === "accepted"
    ? { code: row.code, organizationId: row.joined_organization_id, userId: row.joined_user_id }
    : { code: row.code };
}
