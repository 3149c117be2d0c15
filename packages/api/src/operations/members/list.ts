import { listMembers } from "@keybrake/database";
import { z } from "zod";
import { roles } from "../../access.ts";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

const NAME = "members.list";

const member = z.object({
  user_id: id,
  email: z.string(),
  name: z.string().nullable(),
  role: z.enum(roles),
  joined_at: instantOut,
  is_you: z.boolean(),
});

export const listMembersOperation = defineOperation({
  name: NAME,
  summary: "List members",
  access: { role: "auditor" },
  input: z.strictObject(pageFields),
  output: pageOf(member),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const members = await listMembers(transaction, {
        organizationId: context.organizationId,
        before: before.value,
        limit: input.limit + 1,
      });
      const rows = members.map((row) => ({ ...row, id: row.userId }));
      const show = (row: (typeof rows)[number]) => ({
        user_id: row.userId,
        email: row.email,
        name: row.name,
        role: z.enum(roles).parse(row.role),
        joined_at: row.joinedAt.toISOString(),
        is_you: row.userId === context.person?.userId,
      });
      return done(makePage(NAME, input, { rows, show }));
    });
  },
});
