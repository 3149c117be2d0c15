import { listInvitations } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { invitationFields, showInvitation } from "./show-invitation.ts";

const NAME = "invitations.list";

export const listInvitationsOperation = defineOperation({
  name: NAME,
  summary: "List invitations",
  access: { role: "auditor" },
  input: z.strictObject(pageFields),
  output: pageOf(z.object(invitationFields)),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listInvitations(transaction, {
        organizationId: context.organizationId,
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { rows, show: showInvitation }));
    });
  },
});
