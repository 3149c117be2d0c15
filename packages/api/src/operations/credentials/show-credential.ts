import type { CredentialRecord } from "@keybrake/database";
import { z } from "zod";
import { id } from "../../fields/text.ts";
import { instantOut, showTime } from "../../fields/time.ts";

const modes = z.enum(["live", "test", "sandbox"]);

/** What may be known of a credential: never its secret. */
export const credentialFields = {
  id,
  vendor: z.string(),
  label: z.string(),
  mode: modes,
  restricted: z
    .boolean()
    .nullable()
    .describe("Whether the vendor limits this key by itself; null where it does not tell."),
  last4: z.string(),
  created_at: instantOut,
  disabled_at: instantOut.nullable(),
  last_used_at: instantOut.nullable(),
};

export function showCredential(credential: CredentialRecord) {
  return {
    id: credential.id,
    vendor: credential.vendor,
    label: credential.label,
    mode: modes.parse(credential.mode),
    restricted: credential.restricted,
    last4: credential.last4,
    created_at: credential.createdAt.toISOString(),
    disabled_at: showTime(credential.disabledAt),
    last_used_at: showTime(credential.lastUsedAt),
  };
}
