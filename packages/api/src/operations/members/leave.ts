import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { requirePerson } from "./require-person.ts";
import { takeOut } from "./take-out.ts";

export const leaveOperation = defineOperation({
  name: "members.leave",
  summary: "Leave the organization",
  access: { role: "auditor" },
  input: z.strictObject({}),
  output: z.object({ user_id: id }),
  problems: ["last_owner"],
  run: async (context) => {
    const person = requirePerson(context);
    if (!person.ok) return person;
    return takeOut(context, person.value, person.value.userId);
  },
});
