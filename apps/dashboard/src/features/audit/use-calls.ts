"use client";

import type { AppRouter } from "@keybrake/api";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import type { CallsInput } from "./filters.ts";

export type Call = inferRouterOutputs<AppRouter>["auditLog"]["list"]["data"][number];

const PAGE_SIZE = 50;

/**
 * The calls as they were at one moment, page by page: what is read does not move while more calls arrive. The newest
 * are looked at apart, to tell how many there are, and to complete calls in the list that were in flight.
 */
export function useCalls(input: CallsInput, nowMs: number) {
  const trpc = useTRPC();
  const options = trpc.auditLog.list.infiniteQueryOptions(
    { ...input, limit: PAGE_SIZE },
    { getNextPageParam: ({ next_cursor: next }) => next ?? undefined },
  );
  const pages = useInfiniteQuery({
    ...options,
    // The moment makes it another list; nothing asks again for this one.
    queryKey: [...options.queryKey, nowMs] as unknown as typeof options.queryKey,
    staleTime: "static",
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const newest = useQuery({
    ...trpc.auditLog.list.queryOptions({ ...input, limit: PAGE_SIZE }),
    enabled: pages.isSuccess && !pages.isPlaceholderData,
  });
  const listed = useMemo(() => pages.data?.pages.flatMap(({ data }) => data) ?? [], [pages.data]);
  const fresh = pages.isPlaceholderData ? undefined : newest.data?.data;
  const calls = useMemo(() => completed(listed, fresh ?? []), [listed, fresh]);
  return { pages, calls, newer: countNewer(listed, fresh ?? []) };
}

export type CallsInView = ReturnType<typeof useCalls>;

function completed(listed: readonly Call[], fresh: readonly Call[]): readonly Call[] {
  const byId = new Map(fresh.map((call) => [call.id, call]));
  return listed.map((call) => byId.get(call.id) ?? call);
}

/** Ids are made in the order of time. A whole page of newer ones: there may be more than that. */
function countNewer(listed: readonly Call[], fresh: readonly Call[]) {
  const last = listed[0]?.id ?? "";
  const count = fresh.filter(({ id }) => id > last).length;
  return { count, isMore: count === PAGE_SIZE };
}
