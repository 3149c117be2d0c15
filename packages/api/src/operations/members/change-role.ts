import { changeMember, recordActivity } from "@keybrake/database";
import { z } from "zod";
import { roles } from "../../access.ts";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { requirePerson } from "./require-person.ts";

export const changeRoleOperation = defineOperation({
  name: "members.change-role",
  summary: "Change a member's role",
  description:
    "Nobody gives a role above their own, or changes somebody above them. The person's sessions in this organization " +
    "end, but for the one that asks: a token that was copied under the old role is worth nothing under the new one.",
  access: { role: "admin" },
  input: z.strictObject({ user_id: id, role: z.enum(roles) }),
  output: z.object({ user_id: id, role: z.enum(roles) }),
  problems: ["missing_role", "role_above_own", "last_owner"],
  run: async (context, { user_id: userId, role }) => {
    const person = requirePerson(context);
    if (!person.ok) return person;
    return transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const { userId: actorId, sessionId } = person.value;
      const change = await changeMember(transaction, { organizationId, actorId, sessionId, userId, role });
      if (change.code !== "changed") return explainRefusal(change.code);
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "members.change-role",
        subject: `user:${userId}`,
        detail: { role, previous_role: change.previousRole },
      });
      return done({ user_id: userId, role });
    });
  },
});
