import { emptyDraft, type KeyDraft } from "./key-draft.ts";
import type { PolicyTerms } from "./policy-terms.ts";
import type { ActiveCredential } from "./vendor-fields.tsx";

const LABEL_MAX = 128;

/**
 * What a link to the form fills in (`?policy=…&vendor=…&agent_run_label=…`), as far as it exists; and the vendor where
 * there is no choice. A link fills in nothing that would widen what a key may do.
 */
export function draftFromAddress(
  address: Pick<URLSearchParams, "get">,
  credentials: readonly ActiveCredential[],
  policies: readonly PolicyTerms[],
): KeyDraft {
  const policy = policies.find(({ id }) => id === address.get("policy"));
  const vendors = new Set(credentials.map(({ vendor }) => vendor));
  const [first] = vendors;
  const wanted = policy?.vendor ?? address.get("vendor") ?? (vendors.size === 1 ? first : undefined);
  return {
    ...emptyDraft,
    vendor: wanted !== undefined && vendors.has(wanted) ? wanted : "",
    policy: policy?.id ?? "",
    expires_in: policy?.expires_in ?? emptyDraft.expires_in,
    agent_run_label: (address.get("agent_run_label") ?? "").slice(0, LABEL_MAX),
  };
}
