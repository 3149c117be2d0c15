"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import type { activityInput } from "./activity-filters.ts";

const PAGE_SIZE = 50;

export type ActivityInput = ReturnType<typeof activityInput>;

/** What was done, newest first, as many pages of it as were asked for. */
export function useActivity(input: ActivityInput) {
  const trpc = useTRPC();
  const activity = useInfiniteQuery(
    trpc.activity.list.infiniteQueryOptions(
      { ...input, limit: PAGE_SIZE },
      { getNextPageParam: (page) => page.next_cursor ?? undefined },
    ),
  );
  const entries = activity.data?.pages.flatMap(({ data }) => data) ?? [];
  return { activity, entries };
}

export type ActivityInView = ReturnType<typeof useActivity>;
