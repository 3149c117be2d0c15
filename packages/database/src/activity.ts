import { uuidv7 } from "uuidv7";
import type { OrganizationTransaction } from "./app-database.ts";
import { ACTIVITY_CHANNEL } from "./live/channels.ts";

/** What somebody did in the control plane; written in the transaction that did it, so that neither is without the other. */
export interface ActivityEntry {
  readonly organizationId: string;
  /** `service_token:<id>`, `user:<id>` or `command`. */
  readonly actor: string;
  /** Noun and verb, e.g. `vault-keys.issue`. */
  readonly action: string;
  /** What it was done to, e.g. `vault_key:<id>`; 200 characters at most. */
  readonly subject: string;
  /** Facts worth reading later; never a secret. */
  readonly detail: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

export async function recordActivity(
  transaction: OrganizationTransaction,
  entry: ActivityEntry,
): Promise<void> {
  const { organizationId, actor, action, subject, detail } = entry;
  // Not the ORM's create: it takes four times as long, and every issue and revocation waits for it.
  // The screens of the organization hear of it when the transaction commits.
  await transaction.$executeRaw`
    WITH entry AS (
      INSERT INTO activity (organization_id, id, actor, action, subject, detail)
      VALUES (${organizationId}::uuid, ${uuidv7()}::uuid, ${actor}, ${action}, ${subject}, ${JSON.stringify(detail)}::jsonb)
      RETURNING organization_id
    )
    SELECT pg_notify(${ACTIVITY_CHANNEL}, organization_id::text) FROM entry`;
}
