"use client";

import { onlineManager, useIsMutating, useQueryClient } from "@tanstack/react-query";
import { WifiOff } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { useLost } from "../live/lost.ts";

/** Says that what is shown may be old, and goes by itself when the dashboard answers again. */
export function ConnectionNotice() {
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
    () => true,
  );
  const lost = useLost();
  const isAway = !online || lost;
  const queryClient = useQueryClient();
  const mutating = useIsMutating();
  useEffect(() => {
    if (!isAway) void queryClient.invalidateQueries();
  }, [isAway, queryClient]);
  return (
    <div aria-live="polite">
      {isAway ? (
        <p className="mb-4 flex items-center gap-2 rounded-md bg-held-soft px-3 py-2 text-sm text-held">
          <WifiOff className="size-4 shrink-0" aria-hidden="true" />
          The connection to the dashboard is lost; what you see may be old. Trying again …
          {mutating > 0 ? " What you just sent may or may not have arrived." : null}
        </p>
      ) : null}
    </div>
  );
}
