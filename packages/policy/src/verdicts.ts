/**
 * What the policy said of a call, in the order of judgement: the first that applies is the answer.
 * The contract lists the same order with each HTTP status; the ledger's SQL judges the ones that need
 * committed state (revoked, expired, the caps), everything before them is judged by the proxy.
 */
export const verdicts = [
  "denied_revoked",
  "denied_expired",
  "denied_vendor",
  "denied_request",
  "denied_endpoint",
  "denied_account",
  "denied_currency",
  "denied_cost_unknown",
  "denied_credential",
  "denied_call_cap",
  "denied_run_cap",
  "denied_daily_cap",
  "denied_max_calls",
  "allowed",
] as const;

export type Verdict = (typeof verdicts)[number];
export type DeniedVerdict = Exclude<Verdict, "allowed">;

/** Verdicts that only the ledger may give: they depend on state that is read under its lock. */
export type LedgerVerdict = Extract<
  DeniedVerdict,
  | "denied_revoked"
  | "denied_expired"
  | "denied_call_cap"
  | "denied_run_cap"
  | "denied_daily_cap"
  | "denied_max_calls"
>;

/** Verdicts that the proxy reaches from the request and the key's rules alone. */
export type StatelessVerdict = Exclude<DeniedVerdict, LedgerVerdict>;

/** A refusal is a value with a code: `verdict` for machines, `message` for a person or a model to act on. */
export interface Refusal<V extends DeniedVerdict = DeniedVerdict> {
  readonly verdict: V;
  /** One or two sentences; never a secret, at most 500 characters. */
  readonly message: string;
  /** Where another status than the verdict's own says it better (413, 414, 415, 431). */
  readonly status?: number;
}

/** HTTP status of each denial (contract, "Proxy"); a vendor may override it for SDKs that read only the body. */
export const verdictStatus: Readonly<Record<DeniedVerdict, number>> = {
  denied_revoked: 401,
  denied_expired: 401,
  denied_vendor: 403,
  denied_request: 400,
  denied_endpoint: 403,
  denied_account: 403,
  denied_currency: 403,
  denied_cost_unknown: 403,
  denied_credential: 502,
  denied_call_cap: 429,
  denied_run_cap: 429,
  denied_daily_cap: 429,
  denied_max_calls: 429,
};
