"use client";

import { useSyncExternalStore } from "react";

/** Where a table has room: as Tailwind's `md`. */
const WIDE = "(min-width: 48rem)";

/** The server knows no width; what asks is drawn once there is data, which it has none of. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}
