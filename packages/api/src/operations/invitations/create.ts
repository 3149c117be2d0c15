import { createInvitation, recordActivity } from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { roles } from "../../access.ts";
import { emailAddress } from "../../fields/email.ts";
import { mintSecret } from "../../identity/secret.ts";
import { defineOperation } from "../../operation.ts";
import { done, type Refused, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { requirePerson } from "../members/require-person.ts";
import { invitationFields } from "./show-invitation.ts";

export const createInvitationOperation = defineOperation({
  name: "invitations.create",
  summary: "Invite somebody",
  description:
    "The answer holds the token of the link, once. It is good for 72 hours, once, for somebody with this address; it " +
    "replaces an open invitation of the same address. Nobody invites to a role above their own.",
  access: { role: "admin" },
  input: z.strictObject({ email: emailAddress, role: z.enum(roles) }),
  output: z.object({ ...invitationFields, token: z.string() }),
  problems: ["missing_role", "role_above_own", "already_member", "too_many_invitations"],
  run: async (context, { email, role }) => {
    const person = requirePerson(context);
    if (!person.ok) return person;
    const { userId: invitedBy } = person.value;
    const { token, hash: tokenHash } = mintSecret();
    return transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const id = uuidv7();
      const invitation = { organizationId, id, tokenHash, email, role, invitedBy };
      const created = await createInvitation(transaction, invitation);
      if (created.code !== "created") return explain(created.code);
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "invitations.create",
        subject: `invitation:${id}`,
        detail: { email, role },
      });
      return done({
        id,
        email,
        role,
        state: "open" as const,
        invited_by: invitedBy,
        created_at: created.createdAt.toISOString(),
        expires_at: created.expiresAt.toISOString(),
        token,
      });
    });
  },
});

function explain(code: "missing_role" | "role_above_own" | "already_member" | "too_many"): Refused {
  switch (code) {
    case "missing_role":
      return refuse("missing_role", "Your role here does not allow this any more.");
    case "role_above_own":
      return refuse("role_above_own", "Nobody invites to a role above their own.");
    case "already_member":
      return refuse("already_member", "Somebody with this address is a member: change their role instead.");
    case "too_many":
      return refuse("too_many_invitations", "There are 200 open invitations: revoke some first.");
  }
}
