import { recordActivity, revokeServiceToken } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";

export const revokeServiceTokenOperation = defineOperation({
  name: "service-tokens.revoke",
  summary: "Revoke a service token",
  description: "At once. Vault keys that were issued with it stay. Repeating it changes nothing.",
  access: { role: "admin" },
  input: z.strictObject({ id }),
  output: z.object({ id, revoked_at: instantOut }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const revokedAt = await revokeServiceToken(transaction, organizationId, input.id);
      if (revokedAt === null) return notFound();
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "service-tokens.revoke",
        subject: `service_token:${input.id}`,
        detail: {},
      });
      return done({ id: input.id, revoked_at: revokedAt.toISOString() });
    }),
});
