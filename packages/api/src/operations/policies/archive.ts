import { archivePolicy, recordActivity } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";

export const archivePolicyOperation = defineOperation({
  name: "policies.archive",
  summary: "Archive a policy",
  description:
    "No key is issued by it any more; those that were keep their rules. Cannot be undone. Repeating it changes nothing.",
  access: { role: "admin" },
  input: z.strictObject({ id }),
  output: z.object({ id, archived_at: instantOut }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const archivedAt = await archivePolicy(transaction, organizationId, input.id);
      if (archivedAt === null) return notFound();
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "policies.archive",
        subject: `policy:${input.id}`,
        detail: {},
      });
      return done({ id: input.id, archived_at: archivedAt.toISOString() });
    }),
});
