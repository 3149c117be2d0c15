import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { invalidField } from "../../problems.ts";
import { requirePerson } from "./require-person.ts";
import { takeOut } from "./take-out.ts";

export const removeMemberOperation = defineOperation({
  name: "members.remove",
  summary: "Remove a member",
  description:
    "At once: what they ask for next is refused. Vault keys and service tokens that they made stay.",
  access: { role: "admin" },
  input: z.strictObject({ user_id: id }),
  output: z.object({ user_id: id }),
  problems: ["missing_role", "role_above_own", "last_owner"],
  run: async (context, { user_id: userId }) => {
    const person = requirePerson(context);
    if (!person.ok) return person;
    // One way for each: leaving is confirmed in other words than removing somebody.
    if (person.value.userId === userId) return invalidField("user_id", "To go yourself, leave.");
    return takeOut(context, person.value, userId);
  },
});
