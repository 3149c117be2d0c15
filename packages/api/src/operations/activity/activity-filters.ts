import type { ActivityFilters } from "@keybrake/database";
import { z } from "zod";
import { instantIn } from "../../fields/time.ts";

/** The filters of the activity log, the same for its pages and for its export. */
export const activityFilterFields = {
  actor: z.string().min(1).max(100).optional().describe("`user:<id>`, `service_token:<id>` or `command`."),
  action: z.string().min(1).max(100).optional().describe("Noun and verb, such as `vault-keys.issue`."),
  from: instantIn.optional().describe("Inclusive."),
  to: instantIn.optional().describe("Exclusive."),
};

const filters = z.object(activityFilterFields);

export function readActivityFilters({ actor, action, from, to }: z.output<typeof filters>): ActivityFilters {
  return { actor, action, from, to };
}
