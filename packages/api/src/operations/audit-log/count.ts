import { countCalls } from "@keybrake/database";
import { z } from "zod";
import { writeCursor } from "../../cursor.ts";
import { pageFields, readPosition } from "../../fields/page.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { callFilterFields, readCallFilters } from "./call-filters.ts";
import { showTotals, totalFields } from "./call-totals.ts";

const NAME = "audit-log.count";

export const countCallsOperation = defineOperation({
  name: NAME,
  summary: "Count and sum up calls, a slice at a time",
  description:
    "Newest first, for a quarter of a second. What is counted is of this slice alone: ask on with `next_cursor` and add " +
    "up, until it is null.",
  access: { role: "auditor" },
  input: z.strictObject({ ...callFilterFields, cursor: pageFields.cursor }),
  output: z.object({
    ...totalFields,
    counted_back_to: instantOut.nullable().describe("The time down to which it goes; null at the end."),
    next_cursor: z.string().nullable().describe("For the next slice; null at the end."),
  }),
  problems: ["count_too_slow"],
  run: async (context, input) => {
    const before = readPosition(NAME, { ...input, limit: 1 });
    if (!before.ok) return before;
    const { cursor: _, ...filters } = input;
    return transact(context, async (transaction) => {
      const slice = await countCalls(transaction, {
        organizationId: context.organizationId,
        filters: readCallFilters(input),
        before: before.value,
      });
      if (slice === null) return refuse("count_too_slow", "Counting takes too long at this moment.");
      const { resume } = slice;
      return done({
        ...showTotals(slice),
        counted_back_to: resume?.calledAt.toISOString() ?? null,
        next_cursor: resume === null ? null : writeCursor(NAME, filters, resume.after),
      });
    });
  },
});
