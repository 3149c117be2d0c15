import { listVaultKeyRows } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { agentName, agentRunId, id, searchText, vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { keyRowFields, showKeyRow } from "./show-key-row.ts";

const NAME = "vault-keys.table";

export const vaultKeyTableOperation = defineOperation({
  name: NAME,
  summary: "List vault keys with what they have spent",
  description: "Newest first.",
  access: { role: "auditor" },
  input: z.strictObject({
    state: z.enum(["active", "expired", "revoked"]).optional(),
    agent_name: agentName.optional(),
    agent_run_id: agentRunId.optional(),
    vendor: vendorName.optional(),
    credential_id: id.optional(),
    policy_id: id.optional(),
    search: searchText.optional().describe("Part of the agent, the run or the key's label."),
    ...pageFields,
  }),
  output: pageOf(z.object(keyRowFields)),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listVaultKeyRows(transaction, {
        organizationId: context.organizationId,
        filters: {
          state: input.state,
          agentName: input.agent_name,
          agentRunId: input.agent_run_id,
          vendor: input.vendor,
          credentialId: input.credential_id,
          policyId: input.policy_id,
          search: input.search,
        },
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { rows, show: (key) => showKeyRow(context, key) }));
    });
  },
});
