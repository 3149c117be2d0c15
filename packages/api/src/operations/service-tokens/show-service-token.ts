import type { ServiceTokenSummary } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { instantOut, showTime } from "../../fields/time.ts";

/** What may be known of a service token: never its secret. */
export const serviceTokenFields = {
  id,
  label: z.string(),
  scopes: z.array(z.string()),
  last4: z.string(),
  created_at: instantOut,
  created_by: z.string().nullable().describe("`user:<id>`; null for one that a command made."),
  revoked_at: instantOut.nullable(),
  last_used_at: instantOut.nullable().describe("To the minute."),
};

export function showServiceToken(token: ServiceTokenSummary) {
  return {
    id: token.id,
    label: token.label,
    scopes: [...token.scopes],
    last4: token.last4,
    created_at: token.createdAt.toISOString(),
    created_by: token.createdBy === null ? null : `user:${token.createdBy}`,
    revoked_at: showTime(token.revokedAt),
    last_used_at: showTime(token.lastUsedAt),
  };
}
