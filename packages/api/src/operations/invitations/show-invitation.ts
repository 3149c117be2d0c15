import type { InvitationRecord } from "@keybrake/database";
import { z } from "zod";
import { roles } from "../../access.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";

const states = z.enum(["open", "accepted", "revoked", "expired"]);

/** What may be known of an invitation: never the token of its link. */
export const invitationFields = {
  id,
  email: z.string(),
  role: z.enum(roles),
  state: states,
  invited_by: id,
  created_at: instantOut,
  expires_at: instantOut,
};

export function showInvitation(invitation: InvitationRecord) {
  return {
    id: invitation.id,
    email: invitation.email,
    role: z.enum(roles).parse(invitation.role),
    state: stateOf(invitation),
    invited_by: invitation.invitedBy,
    created_at: invitation.createdAt.toISOString(),
    expires_at: invitation.expiresAt.toISOString(),
  };
}

function stateOf({ acceptedAt, revokedAt, expiresAt }: InvitationRecord): z.output<typeof states> {
  if (acceptedAt !== null) return "accepted";
  if (revokedAt !== null) return "revoked";
  return expiresAt.getTime() <= Date.now() ? "expired" : "open";
}
