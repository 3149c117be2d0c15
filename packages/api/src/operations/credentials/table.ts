import { listCredentialRows } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { credentialFields, showCredential } from "./show-credential.ts";

const NAME = "credentials.table";

const row = z.object({
  ...credentialFields,
  created_by: z.string(),
  version: z.int().describe("Counts how often its secret was replaced."),
  keys: z.int().describe("Vault keys that were ever issued on it."),
  live_keys: z.int(),
  live_agents: z.array(z.string()).max(10).describe("Agents with live keys on it; the first ten by name."),
});

export const credentialTableOperation = defineOperation({
  name: NAME,
  summary: "List credentials with the keys that use them",
  description: "The keys themselves are in `vault-keys.table` with `credential_id`.",
  access: { role: "auditor" },
  input: z.strictObject(pageFields),
  output: pageOf(row),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listCredentialRows(transaction, {
        organizationId: context.organizationId,
        before: before.value,
        limit: input.limit + 1,
      });
      const show = (credential: (typeof rows)[number]) => ({
        ...showCredential(credential),
        created_by: credential.createdBy,
        version: credential.version,
        keys: Number(credential.keys),
        live_keys: Number(credential.liveKeys),
        live_agents: credential.liveAgents,
      });
      return done(makePage(NAME, input, { rows, show }));
    });
  },
});
