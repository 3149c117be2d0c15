"use client";

import type { AppRouter } from "@keybrake/api";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { createParser, useQueryState } from "nuqs";
import { useMemo } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { ownPace, startsAs } from "../live/live-pages.ts";
import { useNewest } from "../live/use-newest.ts";
import { nestCalls } from "./nest-calls.ts";

export type TimelineCall = inferRouterOutputs<AppRouter>["auditLog"]["list"]["data"][number];
export type TimelineFilter = { readonly agent_run_id: string } | { readonly vault_key_id: string };

export interface TimelineEntry {
  readonly call: TimelineCall;
  /** Asked of the vendor to price the call above it. */
  readonly isLookUp: boolean;
}

const PAGE_SIZE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const parseAsCallId = createParser({
  parse: (text: string) => (UUID.test(text) ? text : null),
  serialize: (text: string) => text,
}).withOptions({ history: "replace" });

/** The calls so far, and those that come; and which of them the address shows. */
export function useTimeline(filter: TimelineFilter) {
  const trpc = useTRPC();
  const [shownId, setShownId] = useQueryState("call", parseAsCallId);
  const input = { ...filter, limit: PAGE_SIZE };
  const options = trpc.auditLog.list.infiniteQueryOptions(input, {
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const pages = useInfiniteQuery({ ...options, ...ownPace, placeholderData: keepPreviousData });
  const newest = useQuery({
    ...trpc.auditLog.list.queryOptions(input),
    ...startsAs(pages),
  });
  const { listRef, newer, show: showNewer } = useNewest({ queryKey: options.queryKey, pages, newest });
  const calls = useMemo(() => unique(pages.data?.pages.flatMap(({ data }) => data) ?? []), [pages.data]);
  const entries = useMemo(() => entriesOf(calls), [calls]);
  const show = (id: string | null) => void setShownId(id);
  return { pages, calls, entries, shownId, show, listRef, newer, showNewer };
}

/** Pages are read one after the other: calls that come meanwhile move some onto the next page as well. */
function unique(calls: readonly TimelineCall[]): readonly TimelineCall[] {
  return [...new Map(calls.map((call) => [call.id, call])).values()];
}

function entriesOf(calls: readonly TimelineCall[]): readonly TimelineEntry[] {
  return nestCalls(calls).flatMap(({ call, lookUps }) => [
    { call, isLookUp: call.parent_call_id !== null },
    ...lookUps.map((lookUp) => ({ call: lookUp, isLookUp: true })),
  ]);
}
