import type { CallState } from "@keybrake/ui";
import { callStates } from "./filters.ts";

/** @throws for a state that this page does not know: shown as another one, it would be believed */
export function stateOf(state: string): CallState {
  const known = callStates.find((name) => name === state);
  if (known === undefined) throw new Error(`a call is in an unknown state: ${state}`);
  return known;
}

/** Whether its hold still counts against the caps. */
export function isOpen(state: string): boolean {
  return state === "held" || state === "accrued" || state === "unknown";
}
