"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ownPace, startsAs } from "../live/live-pages.ts";
import { useNewest } from "../live/use-newest.ts";
import type { activityInput } from "./activity-filters.ts";

const PAGE_SIZE = 50;

export type ActivityInput = ReturnType<typeof activityInput>;

/** What was done, newest first, as many pages of it as were asked for. */
export function useActivity(input: ActivityInput) {
  const trpc = useTRPC();
  const asked = { ...input, limit: PAGE_SIZE };
  const options = trpc.activity.list.infiniteQueryOptions(asked, {
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const activity = useInfiniteQuery({ ...options, ...ownPace });
  const newest = useQuery({ ...trpc.activity.list.queryOptions(asked), ...startsAs(activity) });
  const live = useNewest({ queryKey: options.queryKey, pages: activity, newest });
  const entries = activity.data?.pages.flatMap(({ data }) => data) ?? [];
  return { activity, entries, ...live };
}

export type ActivityInView = ReturnType<typeof useActivity>;
