import { useSyncExternalStore } from "react";

/** Whether the live connection to the dashboard is broken at this moment. */
let lost = false;
const listeners = new Set<() => void>();

export function setLost(now: boolean): void {
  if (now === lost) return;
  lost = now;
  for (const listener of listeners) listener();
}

export function useLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lost,
    () => false,
  );
}
