import { createPolicy, recordActivity } from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { displayName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { checkPolicyRules, policyRulesInput } from "./policy-rules.ts";
import { policyFields, showPolicy } from "./show-policy.ts";

export const createPolicyOperation = defineOperation({
  name: "policies.create",
  summary: "Make a policy",
  access: { role: "admin" },
  input: z.strictObject({
    // Where a key is issued by a policy's name or id, a name that reads like an id would be taken for one.
    name: displayName(100).refine((name) => !z.uuid().safeParse(name).success, {
      error: "A name must not look like an id.",
    }),
    rules: policyRulesInput,
  }),
  output: z.object(policyFields),
  problems: ["policy_name_taken"],
  run: async (context, { name, rules }) => {
    const checked = checkPolicyRules(rules);
    if (!checked.ok) return checked;
    return transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const policyId = uuidv7();
      const made = await createPolicy(transaction, {
        organizationId,
        policyId,
        name,
        rules: checked.value,
        createdBy: actor,
      });
      if (made === null) {
        return refuse("policy_name_taken", "Another policy, perhaps an archived one, has this name.");
      }
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "policies.create",
        subject: `policy:${policyId}`,
        detail: { name, version: 1 },
      });
      return done(showPolicy(made));
    });
  },
});
