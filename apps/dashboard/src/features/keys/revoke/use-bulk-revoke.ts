"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem.ts";

export type Outcome =
  | { readonly kind: "revoked"; readonly inFlight: number; readonly heldUsd: string }
  | { readonly kind: "failed"; readonly detail: string };

/** At once; each is a transaction of its own, so that one that fails holds up no other. */
const LANES = 4;

/** Revokes keys one by one and keeps what became of each. Those that failed can be tried again. */
export function useBulkRevoke() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { mutateAsync } = useMutation(trpc.vaultKeys.revoke.mutationOptions());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [isRunning, setRunning] = useState(false);
  const isBusy = useRef(false);

  const revokeOne = async (id: string): Promise<Outcome> => {
    try {
      const { in_flight_total, in_flight_held_usd } = await mutateAsync({ id });
      return { kind: "revoked", inFlight: in_flight_total, heldUsd: in_flight_held_usd };
    } catch (error) {
      return { kind: "failed", detail: problemOf(error).detail };
    }
  };
  const run = async (ids: readonly string[]) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setRunning(true);
    const waiting = [...ids];
    const lane = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        const key = id;
        const outcome = await revokeOne(key);
        setOutcomes((before) => new Map(before).set(key, outcome));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    isBusy.current = false;
    setRunning(false);
    await queryClient.invalidateQueries();
  };
  return { outcomes, isRunning, run };
}
