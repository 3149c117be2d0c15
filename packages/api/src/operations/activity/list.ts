import { listActivity, nameActors } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { activityFilterFields, readActivityFilters } from "./activity-filters.ts";

const NAME = "activity.list";

const entry = z.object({
  id,
  at: instantOut,
  actor: z.string(),
  actor_name: z.string().nullable().describe("A person's e-mail address, or a service token's label."),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export const listActivityOperation = defineOperation({
  name: NAME,
  summary: "List what people and service tokens did",
  access: { role: "auditor" },
  input: z.strictObject({ ...activityFilterFields, ...pageFields }),
  output: pageOf(entry),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const { organizationId } = context;
      const rows = await listActivity(transaction, {
        organizationId,
        filters: readActivityFilters(input),
        before: before.value,
        limit: input.limit + 1,
      });
      const names = await nameActors(
        transaction,
        organizationId,
        rows.map(({ actor }) => actor),
      );
      const show = (row: (typeof rows)[number]) => ({
        ...row,
        at: row.at.toISOString(),
        actor_name: names.get(row.actor) ?? null,
      });
      return done(makePage(NAME, input, { rows, show }));
    });
  },
});
