import { exportActivity } from "@keybrake/database";
import { z } from "zod";
import { defineDownload } from "../../operation.ts";
import { done } from "../../problems.ts";
import { activityFilterFields, readActivityFilters } from "./activity-filters.ts";

export const exportActivityOperation = defineDownload({
  name: "activity.export",
  summary: "Export the activity log as CSV",
  description:
    "Every entry that the filters leave, newest first, streamed. A text that a spreadsheet would run as a formula begins " +
    "with an apostrophe.",
  access: { role: "auditor" },
  contentType: "text/csv",
  filename: "activity.csv",
  input: z.strictObject(activityFilterFields),
  run: async (context, input) =>
    done(await exportActivity(context.database, context.organizationId, readActivityFilters(input))),
});
