import { emptyDraft, type KeyDraft, requestOf } from "../keys/issue/key-draft.ts";
import type { PolicyRules } from "./policy-rules.ts";

/** What was typed, in the form of a key's: a policy says the same things. */
export function draftOf(rules: PolicyRules): KeyDraft {
  return {
    ...emptyDraft,
    vendor: rules.vendor ?? "",
    allowed_endpoints: rules.allowed_endpoints ?? [],
    expires_in: rules.expires_in ?? "",
    daily_usd_cap: rules.daily_usd_cap ?? "",
    run_usd_cap: rules.run_usd_cap ?? "",
    call_usd_cap: rules.call_usd_cap ?? "",
    max_calls: rules.max_calls === undefined ? "" : String(rules.max_calls),
    assumed_call_usd: rules.assumed_call_usd ?? "",
    currencies: (rules.currencies ?? []).join(", "),
    stripe_accounts: (rules.stripe_accounts ?? []).join(", "),
  };
}

/** What is sent; what was left empty the policy does not say. */
export function rulesOf(draft: KeyDraft) {
  const { agent_run_label: _label, policy: _policy, credential_id: _credential, ...rules } = requestOf(draft);
  return { ...rules, expires_in: rules.expires_in === "" ? undefined : rules.expires_in };
}
