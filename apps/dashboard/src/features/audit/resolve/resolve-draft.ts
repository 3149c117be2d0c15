import { parseUsd } from "@keybrake/policy";

export type Decision = "settled" | "released";

export interface ResolveDraft {
  readonly decision: Decision | null;
  readonly cost_usd: string;
  readonly reason: string;
}

export const REASON_MAX = 500;

/** What is missing or wrong, by field. */
export function resolveFaults(draft: ResolveDraft): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  if (draft.decision === null) faults.set("decision", "Say what became of it.");
  if (draft.decision === "settled" && !parseUsd(draft.cost_usd.trim()).ok) {
    faults.set("cost_usd", "Write dollars in plain digits, such as 12.50; 0 if it cost nothing.");
  }
  if (draft.reason.trim() === "") faults.set("reason", "Say how you know, for those who ask later.");
  return faults;
}
