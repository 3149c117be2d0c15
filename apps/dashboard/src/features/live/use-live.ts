"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useMemo } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { keepsItsOwnPace } from "./live-pages.ts";
import { setLost } from "./lost.ts";
import { paced } from "./pace.ts";

/** A screen asks again at most this often, however much is going on. */
const AT_MOST_EVERY_MS = 400;

/**
 * Asks again for what the screen shows whenever something has changed in the organization, from wherever: calls,
 * keys, revocations. One connection a tab, held by the shell. Of endless lists only the newest page is asked for.
 */
export function useLive(): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pace = useMemo(
    () =>
      paced(AT_MOST_EVERY_MS, () =>
        queryClient.invalidateQueries({
          refetchType: "active",
          predicate: ({ meta }) => !keepsItsOwnPace(meta),
        }),
      ),
    [queryClient],
  );
  const { status, reset } = useSubscription(
    trpc.live.changes.subscriptionOptions(undefined, { onData: pace.ask }),
  );
  useEffect(() => {
    // The first connecting is no loss.
    setLost(status === "error");
    if (status !== "idle") return;
    // The server ended it, since the session has another token now, or has ended: asking tells which.
    pace.ask();
    reset();
  }, [status, reset, pace]);
  useEffect(
    () => () => {
      pace.stop();
      setLost(false);
    },
    [pace],
  );
}
