import type { ShownProblem } from "../../trpc/problem.ts";
import type { FormValues } from "../form/action-form.tsx";
import { type AuditFilters, filterParsers } from "./filters.ts";
import { instantOf } from "./time-range.ts";

type DraftFilters = Pick<AuditFilters, (typeof DRAFTED)[number] | "from" | "to">;

type ReadDraft =
  | { readonly ok: true; readonly filters: DraftFilters }
  | { readonly ok: false; readonly problem: ShownProblem };

const DRAFTED = [
  "agent_name",
  "agent_run_id",
  "endpoint",
  "vault_key_id",
  "min_usd",
  "max_usd",
  "text",
] as const;

const FAULTS: Readonly<Record<string, string>> = {
  vault_key_id: "Is not the id of a vault key: copy it from the key's page.",
  min_usd: "Write dollars in plain digits, such as 12.50.",
  max_usd: "Write dollars in plain digits, such as 12.50.",
};

/** The filters that were typed, or what is wrong with each; an empty field filters nothing. */
export function readDraft(values: FormValues, zone: string): ReadDraft {
  const faults = new Map<string, string>();
  const filters: Record<string, string | null> = {};
  for (const name of DRAFTED) {
    const typed = (values[name] ?? "").trim();
    filters[name] = typed === "" ? null : filterParsers[name].parse(typed);
    if (typed !== "" && filters[name] === null) faults.set(name, FAULTS[name] ?? "Cannot be a filter.");
  }
  for (const name of ["from", "to"] as const) {
    const typed = values[name] ?? "";
    filters[name] = typed === "" ? null : instantOf(typed, zone);
    if (typed !== "" && filters[name] === null) faults.set(name, "Write a day and a time.");
  }
  const { from, to, min_usd: min, max_usd: max } = filters;
  if (from != null && to != null && from >= to) faults.set("to", "Must be later than from.");
  if (min != null && max != null && Number(min) > Number(max))
    faults.set("max_usd", "Is less than at least.");
  if (faults.size === 0) return { ok: true, filters: filters as DraftFilters };
  const fields = new Map([...faults].map(([name, message]) => [name, { message, suggestions: [] }]));
  return { ok: false, problem: { code: "invalid_request", detail: "Some filters cannot be read.", fields } };
}
