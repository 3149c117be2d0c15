/** Verdicts in the order in which a call is judged, in words; the codes are those of the contract. */
const WORDS: ReadonlyMap<string, { readonly word: string; readonly meaning: string }> = new Map([
  ["allowed", { word: "Allowed", meaning: "The key's rules let the call through" }],
  ["denied_revoked", { word: "Denied: revoked", meaning: "The key was revoked" }],
  ["denied_expired", { word: "Denied: expired", meaning: "The key's time was over" }],
  ["denied_vendor", { word: "Denied: vendor", meaning: "The path belongs to another vendor than the key" }],
  [
    "denied_request",
    { word: "Denied: request", meaning: "The request was ambiguous, malformed or not canonical" },
  ],
  ["denied_endpoint", { word: "Denied: endpoint", meaning: "The endpoint is not on the key's allowlist" }],
  ["denied_account", { word: "Denied: account", meaning: "The connected account may not be named" }],
  ["denied_currency", { word: "Denied: currency", meaning: "The currency is not allowed, or has no rate" }],
  [
    "denied_cost_unknown",
    { word: "Denied: cost unknown", meaning: "No upper bound of the cost could be known" },
  ],
  ["denied_credential", { word: "Denied: credential", meaning: "The vendor's credential could not be used" }],
  [
    "denied_call_cap",
    { word: "Denied: call cap", meaning: "The call's price is above the cap for one call" },
  ],
  ["denied_run_cap", { word: "Denied: run cap", meaning: "The run's cap would have been exceeded" }],
  ["denied_daily_cap", { word: "Denied: daily cap", meaning: "The daily cap would have been exceeded" }],
  ["denied_max_calls", { word: "Denied: max calls", meaning: "The key had made all its calls" }],
]);

export const VERDICTS: readonly string[] = [...WORDS.keys()];

/** A code that is newer than this page reads as a denial, under its own name. */
export function verdictWords(verdict: string): { readonly word: string; readonly meaning: string } {
  return (
    WORDS.get(verdict) ?? {
      word: `Denied: ${verdict.replace(/^denied_/, "").replaceAll("_", " ")}`,
      meaning: verdict,
    }
  );
}
