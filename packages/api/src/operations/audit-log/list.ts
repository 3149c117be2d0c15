import { listCalls } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { callFilterFields, readCallFilters } from "./call-filters.ts";
import { callFields, showCall } from "./show-call.ts";

const NAME = "audit-log.list";

export const listCallsOperation = defineOperation({
  name: NAME,
  summary: "List calls",
  description:
    "The audit log, a page at a time. A page of something rare can be short, or empty, and still have a `next_cursor`: " +
    "there is more to look through.",
  http: { method: "GET", path: "/audit-log", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({ ...callFilterFields, ...pageFields }),
  output: pageOf(z.object(callFields)),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const page = await listCalls(transaction, {
        organizationId: context.organizationId,
        filters: readCallFilters(input),
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { ...page, show: showCall }));
    });
  },
});
