import { disableCredential, recordActivity } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";

export const disableCredentialOperation = defineOperation({
  name: "credentials.disable",
  summary: "Disable a credential and revoke its vault keys",
  description: "Cannot be undone: add the secret again as a new credential. Repeating it changes nothing.",
  http: { method: "POST", path: "/credentials/{id}/disable", status: 200, ignoresBody: true },
  access: { scope: "credentials:write", role: "admin" },
  input: z.strictObject({ id }),
  output: z.object({
    id,
    disabled_at: instantOut,
    revoked_keys: z.int().describe("How many live vault keys this revoked."),
  }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const disabled = await disableCredential(transaction, organizationId, input.id);
      if (disabled === null) return notFound();
      const { disabledAt, revokedKeys } = disabled;
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "credentials.disable",
        subject: `credential:${input.id}`,
        detail: { revoked_keys: revokedKeys },
      });
      return done({ id: input.id, disabled_at: disabledAt.toISOString(), revoked_keys: revokedKeys });
    }),
});
