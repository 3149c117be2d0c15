import type { PolicyWithVersions } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { instantOut, showTime } from "../../fields/time.ts";

/** As stored: the words of a request for a key, amounts as decimal strings. */
export const shownRules = z.record(z.string(), z.unknown());

export const policyFields = {
  id,
  name: z.string(),
  created_at: instantOut,
  archived_at: instantOut.nullable(),
  versions: z
    .array(z.object({ version: z.int(), rules: shownRules, created_at: instantOut, created_by: z.string() }))
    .describe("Newest first."),
};

export function showPolicy(policy: PolicyWithVersions) {
  return {
    id: policy.id,
    name: policy.name,
    created_at: policy.createdAt.toISOString(),
    archived_at: showTime(policy.archivedAt),
    versions: policy.versions.map(({ version, rules, createdAt, createdBy }) => ({
      version,
      rules: shownRules.parse(rules),
      created_at: createdAt.toISOString(),
      created_by: createdBy,
    })),
  };
}
