import { lockPolicy, readPolicyVersions, recordActivity, renamePolicy } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { policyName, policyNameTaken } from "./policy-name.ts";
import { policyFields, showPolicy } from "./show-policy.ts";

export const renamePolicyOperation = defineOperation({
  name: "policies.rename",
  summary: "Rename a policy",
  description:
    "Its id, its versions and the keys that were issued by it stay. Whoever issues keys by the old name is refused from " +
    "then on, until another policy takes that name. Repeating it changes nothing.",
  access: { role: "admin" },
  input: z.strictObject({ id, name: policyName }),
  output: z.object(policyFields),
  problems: ["policy_archived", "policy_name_taken"],
  run: (context, { id: policyId, name }) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const locked = await lockPolicy(transaction, organizationId, policyId);
      if (locked === null) return notFound();
      if (locked.archivedAt !== null) return refuse("policy_archived", "An archived policy does not change.");
      if (locked.name !== name) {
        const renamed = await renamePolicy(transaction, { organizationId, id: policyId, name });
        if (!renamed) return policyNameTaken();
        await recordActivity(transaction, {
          organizationId,
          actor,
          action: "policies.rename",
          subject: `policy:${policyId}`,
          detail: { name, previous_name: locked.name },
        });
      }
      const policy = await readPolicyVersions(transaction, organizationId, policyId);
      if (policy === null) throw new Error(`policy ${policyId} went while it was locked`);
      return done(showPolicy(policy));
    }),
});
