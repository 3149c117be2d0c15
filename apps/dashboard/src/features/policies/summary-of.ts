import { formatUsd } from "@keybrake/ui";
import type { PolicyRules } from "./policy-rules.ts";

/** A policy in a line: what it costs at most, what it reaches, how long. */
export function summaryOf(rules: PolicyRules): string {
  const { daily_usd_cap: daily, run_usd_cap: run, call_usd_cap: call, allowed_endpoints: endpoints } = rules;
  const parts = [
    daily === undefined ? null : `${formatUsd(daily)} a day`,
    run === undefined ? null : `${formatUsd(run)} a run`,
    call === undefined ? null : `${formatUsd(call)} a call`,
    rules.max_calls === undefined ? null : `${rules.max_calls.toLocaleString("en-US")} calls`,
    endpoints === undefined ? null : endpoints.length === 1 ? endpoints[0] : `${endpoints.length} endpoints`,
    rules.expires_in === undefined ? null : `lives ${rules.expires_in} at most`,
    rules.assumed_call_usd === undefined ? null : "assumes prices (unsafe)",
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
