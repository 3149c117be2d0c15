"use client";

import { onlineManager, useIsMutating, useQueryClient } from "@tanstack/react-query";
import { Wifi, WifiOff } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useLost } from "../live/lost.ts";

/** How long it says that it is live again. */
const BACK_SHOWN_MS = 6_000;

/** Says that what is shown may be old; when the dashboard answers again, it says so and goes by itself. */
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
  const isBack = useWasJust(isAway) && !isAway;
  return (
    <div aria-live="polite">
      {isAway ? (
        <p className="mb-4 flex items-center gap-2 rounded-md bg-held-soft px-3 py-2 text-sm text-held">
          <WifiOff className="size-4 shrink-0" aria-hidden="true" />
          The connection to the dashboard is lost; what you see may be old. Trying again …
          {mutating > 0 ? " What you just sent may or may not have arrived." : null}
        </p>
      ) : null}
      {isBack ? (
        <p className="mb-4 flex items-center gap-2 rounded-md bg-allowed-soft px-3 py-2 text-sm text-allowed">
          <Wifi className="size-4 shrink-0" aria-hidden="true" />
          The connection is back: this is live again, with what happened meanwhile.
        </p>
      ) : null}
    </div>
  );
}

/** Whether something is so, or was until a few seconds ago. */
function useWasJust(is: boolean): boolean {
  const [was, setWas] = useState(is);
  useEffect(() => {
    if (is) {
      setWas(true);
      return;
    }
    const timer = setTimeout(() => setWas(false), BACK_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [is]);
  return was;
}
