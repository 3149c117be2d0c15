import { listPolicies, type PolicySummary } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { id } from "../../fields/text.ts";
import { instantOut, showTime } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { shownRules } from "./show-policy.ts";

const NAME = "policies.list";

const policy = z.object({
  id,
  name: z.string(),
  created_at: instantOut,
  archived_at: instantOut.nullable(),
  version: z.int().describe("The newest."),
  rules: shownRules.describe("Of the newest version."),
  changed_at: instantOut,
  changed_by: z.string(),
});

export const listPoliciesOperation = defineOperation({
  name: NAME,
  summary: "List policies",
  access: { role: "auditor" },
  input: z.strictObject({ archived: z.boolean().default(false), ...pageFields }),
  output: pageOf(policy),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listPolicies(transaction, {
        organizationId: context.organizationId,
        archived: input.archived,
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { rows, show }));
    });
  },
});

function show(row: PolicySummary) {
  return {
    id: row.id,
    name: row.name,
    created_at: row.createdAt.toISOString(),
    archived_at: showTime(row.archivedAt),
    version: row.version,
    rules: shownRules.parse(row.rules),
    changed_at: row.versionCreatedAt.toISOString(),
    changed_by: row.versionCreatedBy,
  };
}
