import { addPolicyVersion, lockPolicy, recordActivity } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { checkPolicyRules, policyRulesInput } from "./policy-rules.ts";
import { policyFields, showPolicy } from "./show-policy.ts";

const VERSIONS_MAX = 500;

export const addPolicyVersionOperation = defineOperation({
  name: "policies.add-version",
  summary: "Change a policy",
  description:
    "Adds a version; the ones before stay as they are, and so does every key that was issued by them. It is refused " +
    "when somebody else has added one since `base_version`.",
  access: { role: "admin" },
  input: z.strictObject({
    id,
    base_version: z.int().min(1).describe("The newest version that the editor has seen."),
    rules: policyRulesInput,
  }),
  output: z.object(policyFields),
  problems: ["policy_archived", "policy_changed", "too_many_policy_versions"],
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const rules = await checkPolicyRules(transaction, organizationId, input.rules);
      if (!rules.ok) return rules;
      const locked = await lockPolicy(transaction, organizationId, input.id);
      if (locked === null) return notFound();
      if (locked.archivedAt !== null) return refuse("policy_archived", "An archived policy does not change.");
      if (locked.newestVersion !== input.base_version) {
        return refuse("policy_changed", `Its newest version is ${locked.newestVersion}: look at it first.`);
      }
      if (locked.newestVersion >= VERSIONS_MAX) {
        return refuse("too_many_policy_versions", `It has ${VERSIONS_MAX} versions: make another policy.`);
      }
      const version = locked.newestVersion + 1;
      const added = { organizationId, policyId: input.id, version, rules: rules.value, createdBy: actor };
      const policy = await addPolicyVersion(transaction, added);
      if (policy === null) throw new Error(`policy ${input.id} went while it was locked`);
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "policies.add-version",
        subject: `policy:${input.id}`,
        detail: { name: policy.name, version },
      });
      return done(showPolicy(policy));
    }),
});
