import { readPolicyVersions } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { policyFields, showPolicy } from "./show-policy.ts";

export const showPolicyOperation = defineOperation({
  name: "policies.show",
  summary: "Show a policy with all its versions",
  access: { role: "auditor" },
  input: z.strictObject({ id }),
  output: z.object(policyFields),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const policy = await readPolicyVersions(transaction, context.organizationId, input.id);
      return policy === null ? notFound() : done(showPolicy(policy));
    }),
});
