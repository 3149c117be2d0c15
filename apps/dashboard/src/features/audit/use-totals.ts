"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ALONE, useTRPC, useTRPCClient } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { ownPace } from "../live/live-pages.ts";
import { type Counted, countOn, type Totals } from "./count-on.ts";
import type { CallsInput } from "./filters.ts";

/** How far the sum over the calls in view is. */
export type TotalsInView =
  | { readonly kind: "none" }
  | { readonly kind: "whole"; readonly totals: Totals }
  | { readonly kind: "counting"; readonly soFar: Counted | null }
  | {
      readonly kind: "stopped";
      readonly soFar: Counted | null;
      readonly why: string;
      readonly goOn: () => void;
    };

/**
 * From the roll-up where it can tell, and then it is always as of now. Else counted, slice by slice, as of the moment
 * of the list beside it; other filters, another moment or leaving the page end that.
 */
export function useTotals(input: CallsInput, nowMs: number): TotalsInView {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const rolledUp = useQuery({
    ...trpc.auditLog.totals.queryOptions(input),
    placeholderData: keepPreviousData,
  });
  const known = rolledUp.isPlaceholderData ? undefined : rolledUp.data;
  const counting = useQuery<Counted>({
    queryKey: [...trpc.auditLog.count.queryKey(input), nowMs],
    queryFn: ({ signal, client, queryKey }) =>
      countOn(
        client.getQueryData<Counted>(queryKey),
        (cursor) =>
          api.auditLog.count.query(
            { ...input, ...(cursor === null ? {} : { cursor }) },
            { signal, context: ALONE },
          ),
        (counted) => client.setQueryData(queryKey, counted),
      ),
    enabled: known?.totals === null,
    ...ownPace,
    // Done it stays; left half way it goes on when somebody looks again.
    staleTime: ({ state }) => (state.data?.next_cursor === null ? "static" : 0),
    gcTime: 60_000,
  });
  if (known === undefined) {
    return rolledUp.isError ? stopped(rolledUp, null) : { kind: "none" };
  }
  if (known.totals !== null) return { kind: "whole", totals: known.totals };
  const soFar = counting.data ?? null;
  if (soFar !== null && soFar.next_cursor === null) return { kind: "whole", totals: soFar };
  return counting.isError ? stopped(counting, soFar) : { kind: "counting", soFar };
}

function stopped(
  query: { readonly error: unknown; readonly refetch: () => Promise<unknown> },
  soFar: Counted | null,
): TotalsInView {
  const { detail } = problemOf(query.error);
  return { kind: "stopped", soFar, why: detail, goOn: () => void query.refetch() };
}
