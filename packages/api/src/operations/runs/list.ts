import { listRuns } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { agentName, searchText, vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { runFields, showRun } from "./show-run.ts";

const NAME = "runs.list";

export const listRunsOperation = defineOperation({
  name: NAME,
  summary: "List runs",
  description: "The run with the newest key first.",
  access: { role: "auditor" },
  input: z.strictObject({
    agent_name: agentName.optional(),
    vendor: vendorName.optional(),
    search: searchText.optional(),
    ...pageFields,
  }),
  output: pageOf(z.object(runFields)),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listRuns(transaction, {
        organizationId: context.organizationId,
        filters: { agentName: input.agent_name, vendor: input.vendor, search: input.search },
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { rows, show: showRun }));
    });
  },
});
