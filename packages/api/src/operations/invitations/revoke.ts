import { recordActivity, revokeInvitation } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound, type Refused, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { requirePerson } from "../members/require-person.ts";

export const revokeInvitationOperation = defineOperation({
  name: "invitations.revoke",
  summary: "Revoke an invitation",
  description: "Its link is dead at once. Repeating it changes nothing.",
  access: { role: "admin" },
  input: z.strictObject({ id }),
  output: z.object({ id, revoked_at: instantOut }),
  problems: ["missing_role", "role_above_own", "invitation_accepted"],
  run: async (context, input) => {
    const person = requirePerson(context);
    if (!person.ok) return person;
    return transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const invitation = { organizationId, id: input.id, actorId: person.value.userId };
      const revocation = await revokeInvitation(transaction, invitation);
      if (revocation.code !== "revoked") return explain(revocation.code);
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "invitations.revoke",
        subject: `invitation:${input.id}`,
        detail: { email: revocation.email },
      });
      return done({ id: input.id, revoked_at: revocation.revokedAt.toISOString() });
    });
  },
});

function explain(code: "missing_role" | "absent" | "accepted" | "role_above_own"): Refused {
  switch (code) {
    case "missing_role":
      return refuse("missing_role", "Your role here does not allow this any more.");
    case "absent":
      return notFound();
    case "accepted":
      return refuse("invitation_accepted", "It was accepted: remove the member instead.");
    case "role_above_own":
      return refuse("role_above_own", "Nobody revokes an invitation to a role above their own.");
  }
}
