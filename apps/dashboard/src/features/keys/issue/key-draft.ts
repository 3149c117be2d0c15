/**
 * What has been typed, as it was typed, under the server's names: its errors find their fields by them, and nothing is
 * mended or lost on the way.
 */
export interface KeyDraft {
  readonly vendor: string;
  readonly credential_id: string;
  /** The policy's id; empty: none. */
  readonly policy: string;
  readonly agent_run_label: string;
  readonly allowed_endpoints: readonly string[];
  readonly expires_in: string;
  readonly daily_usd_cap: string;
  readonly run_usd_cap: string;
  readonly call_usd_cap: string;
  readonly max_calls: string;
  readonly assumed_call_usd: string;
  readonly currencies: string;
  readonly stripe_accounts: string;
}

export type DraftField = keyof KeyDraft;
/** The fields that are one line of text. */
export type TextField = Exclude<DraftField, "allowed_endpoints">;

export const emptyDraft: KeyDraft = {
  vendor: "",
  credential_id: "",
  policy: "",
  agent_run_label: "",
  allowed_endpoints: [],
  expires_in: "1h",
  daily_usd_cap: "",
  run_usd_cap: "",
  call_usd_cap: "",
  max_calls: "",
  assumed_call_usd: "",
  currencies: "",
  stripe_accounts: "",
};

/** Words of a field that takes several: by commas, spaces or lines. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

/** What is sent to issue the key; what was left empty is not said, so that a policy's own terms hold. */
export function requestOf(draft: KeyDraft) {
  const text = (field: TextField) => emptyToUndefined(draft[field].trim());
  const words = (field: TextField) => noneToUndefined(wordsOf(draft[field]));
  const maxCalls = text("max_calls");
  return {
    vendor: draft.vendor,
    agent_run_label: draft.agent_run_label.trim(),
    policy: text("policy"),
    expires_in: draft.expires_in.trim(),
    allowed_endpoints: noneToUndefined(draft.allowed_endpoints),
    daily_usd_cap: text("daily_usd_cap"),
    run_usd_cap: text("run_usd_cap"),
    call_usd_cap: text("call_usd_cap"),
    max_calls: maxCalls === undefined ? undefined : Number(maxCalls),
    assumed_call_usd: text("assumed_call_usd"),
    currencies: words("currencies"),
    stripe_accounts: words("stripe_accounts"),
    credential_id: text("credential_id"),
  };
}

export type IssueRequest = ReturnType<typeof requestOf>;

function emptyToUndefined(text: string): string | undefined {
  return text === "" ? undefined : text;
}

function noneToUndefined(list: readonly string[]): string[] | undefined {
  return list.length === 0 ? undefined : [...list];
}
