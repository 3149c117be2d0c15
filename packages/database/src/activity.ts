import { uuidv7 } from "uuidv7";
import type { OrganizationTransaction } from "./app-database.ts";

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
  // createMany, since create reads the row back and so needs more rights than writing.
  await transaction.activity.createMany({ data: [{ id: uuidv7(), ...entry, detail: { ...entry.detail } }] });
}
