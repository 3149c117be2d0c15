import { exportCalls } from "@keybrake/database";
import { z } from "zod";
import { defineDownload } from "../../operation.ts";
import { done } from "../../problems.ts";
import { callFilterFields, readCallFilters } from "./call-filters.ts";

export const exportCallsOperation = defineDownload({
  name: "audit-log.export",
  summary: "Export calls as CSV",
  description:
    "Every call that the filters leave, newest first, streamed. The columns are those of the SQL view `audit_log`, in its " +
    "order. A text that a spreadsheet would run as a formula begins with an apostrophe.",
  http: { method: "GET", path: "/audit-log.csv", status: 200 },
  access: { scope: "read", role: "auditor" },
  contentType: "text/csv",
  filename: "audit-log.csv",
  input: z.strictObject(callFilterFields),
  run: async (context, input) =>
    done(await exportCalls(context.database, context.organizationId, readCallFilters(input))),
});
