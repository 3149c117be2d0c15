import { listVaultKeys } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { agentName, agentRunId, vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { showVaultKey, summaryFields } from "./show-vault-key.ts";

const NAME = "vault-keys.list";

export const listVaultKeysOperation = defineOperation({
  name: NAME,
  summary: "List vault keys",
  http: { method: "GET", path: "/vault-keys", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({
    state: z.enum(["active", "expired", "revoked"]).optional(),
    agent_name: agentName.optional(),
    agent_run_id: agentRunId.optional(),
    vendor: vendorName.optional(),
    ...pageFields,
  }),
  output: pageOf(z.object(summaryFields)),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listVaultKeys(transaction, {
        organizationId: context.organizationId,
        filters: {
          state: input.state,
          agentName: input.agent_name,
          agentRunId: input.agent_run_id,
          vendor: input.vendor,
        },
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { rows, show: (key) => showVaultKey(context, key) }));
    });
  },
});
