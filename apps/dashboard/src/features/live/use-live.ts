"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { setLost } from "./lost.ts";

/** A screen asks again at most this often, however much is going on. */
const AT_MOST_EVERY_MS = 700;

/**
 * Asks again for what the screen shows whenever something has changed in the organization, from wherever: calls,
 * keys, revocations. One connection a tab, held by the shell.
 */
export function useLive(): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const refresh = () => {
    if (timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      void queryClient.invalidateQueries({ refetchType: "active" });
    }, AT_MOST_EVERY_MS / 2);
  };
  const { status } = useSubscription(trpc.live.changes.subscriptionOptions(undefined, { onData: refresh }));
  useEffect(() => {
    // The first connecting is no loss.
    setLost(status === "error");
  }, [status]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      setLost(false);
    },
    [],
  );
}
