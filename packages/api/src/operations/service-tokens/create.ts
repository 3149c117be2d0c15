import { createServiceToken, recordActivity } from "@keybrake/database";
import { mintToken } from "@keybrake/vault";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { scopes } from "../../access.ts";
import { displayName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { requirePerson } from "../members/require-person.ts";
import { serviceTokenFields, showServiceToken } from "./show-service-token.ts";

export const createServiceTokenOperation = defineOperation({
  name: "service-tokens.create",
  summary: "Make a service token",
  description: "For an orchestrator. The secret is in this answer and nowhere else, ever.",
  // Every scope is something that an admin may do, so nobody hands out more than they have.
  access: { role: "admin" },
  input: z.strictObject({
    label: displayName(100),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .max(scopes.length)
      .refine((given) => new Set(given).size === given.length, { error: "Name each scope once." }),
  }),
  output: z.object({ ...serviceTokenFields, token: z.string().describe("Shown here once and never again.") }),
  problems: ["missing_role", "too_many_service_tokens"],
  run: async (context, { label, scopes: granted }) => {
    const person = requirePerson(context);
    if (!person.ok) return person;
    const { userId: createdBy } = person.value;
    const { token, hash, last4 } = mintToken("service_token");
    return transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const fields = { id: uuidv7(), label, scopes: granted, last4, createdBy };
      const createdAt = await createServiceToken(transaction, { organizationId, hash, ...fields });
      if (createdAt === null) {
        return refuse("too_many_service_tokens", "There are 200 live service tokens: revoke some first.");
      }
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "service-tokens.create",
        subject: `service_token:${fields.id}`,
        detail: { label, scopes: granted },
      });
      return done({
        ...showServiceToken({ ...fields, createdAt, revokedAt: null, lastUsedAt: null }),
        token,
      });
    });
  },
});
