import { createPolicy, recordActivity } from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { policyName, policyNameTaken } from "./policy-name.ts";
import { checkPolicyRules, policyRulesInput } from "./policy-rules.ts";
import { policyFields, showPolicy } from "./show-policy.ts";

export const createPolicyOperation = defineOperation({
  name: "policies.create",
  summary: "Make a policy",
  access: { role: "admin" },
  input: z.strictObject({ name: policyName, rules: policyRulesInput }),
  output: z.object(policyFields),
  problems: ["policy_name_taken"],
  run: (context, { name, rules }) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const checked = await checkPolicyRules(transaction, organizationId, rules);
      if (!checked.ok) return checked;
      const policyId = uuidv7();
      const made = await createPolicy(transaction, {
        organizationId,
        policyId,
        name,
        rules: checked.value,
        createdBy: actor,
      });
      if (made === null) return policyNameTaken();
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "policies.create",
        subject: `policy:${policyId}`,
        detail: { name, version: 1 },
      });
      return done(showPolicy(made));
    }),
});
