import { listVaultKeyRows, nameActors } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { keyRowFields, showKeyRow } from "./show-key-row.ts";

export const keyStandingOperation = defineOperation({
  name: "vault-keys.standing",
  summary: "Show a vault key as its page does: its rules, what it spent, who issued it",
  access: { role: "auditor" },
  input: z.strictObject({ id }),
  output: z.object({
    ...keyRowFields,
    created_by_name: z.string().nullable().describe("A person's e-mail address, or a service token's label."),
  }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId } = context;
      const filters = { vaultKeyId: input.id };
      const [key] = await listVaultKeyRows(transaction, { organizationId, filters, before: null, limit: 1 });
      if (key === undefined) return notFound();
      const names = await nameActors(transaction, organizationId, [key.createdBy]);
      return done({ ...showKeyRow(context, key), created_by_name: names.get(key.createdBy) ?? null });
    }),
});
