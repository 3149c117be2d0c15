import { formatUsd, verdictWords } from "@keybrake/ui";
import { type AuditFilters, type FilterName, filterNames } from "./filters.ts";
import { rangeWords, wallTimeOf } from "./time-range.ts";

export interface Chip {
  readonly name: FilterName;
  readonly label: string;
  readonly value: string;
}

type Words = {
  readonly [Name in FilterName]: readonly [label: string, show: (value: string, zone: string) => string];
};

const same = (value: string) => value;
const time = (value: string, zone: string) => wallTimeOf(value, zone).replace("T", " ");

const WORDS: Words = {
  range: ["Time", (value) => rangeWords[value as keyof typeof rangeWords]],
  from: ["From", time],
  to: ["Before", time],
  agent_name: ["Agent", same],
  agent_run_id: ["Run", same],
  vendor: ["Vendor", same],
  verdict: ["Verdict", (value) => verdictWords(value).word],
  state: ["State", same],
  endpoint: ["Endpoint", same],
  vault_key_id: ["Key", (value) => `…${value.slice(-6)}`],
  min_usd: ["At least", formatUsd],
  max_usd: ["At most", formatUsd],
  text: ["Text", same],
};

/** The filters in use, in words. */
export function chipsOf(filters: AuditFilters, zone: string): readonly Chip[] {
  return filterNames.flatMap((name) => {
    const value = filters[name];
    if (value === null) return [];
    const [label, show] = WORDS[name];
    return [{ name, label, value: show(value, zone) }];
  });
}
