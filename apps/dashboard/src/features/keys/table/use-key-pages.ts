"use client";

import type { AppRouter } from "@keybrake/api";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "../../../trpc/client.tsx";
import { ownPace, startsAs } from "../../live/live-pages.ts";
import { useNewest } from "../../live/use-newest.ts";
import type { KeyFilters } from "./use-key-filters.ts";

export type KeyRowData = inferRouterOutputs<AppRouter>["vaultKeys"]["table"]["data"][number];

export function useKeyPages(input: KeyFilters["input"]) {
  const trpc = useTRPC();
  const options = trpc.vaultKeys.table.infiniteQueryOptions(input, {
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const pages = useInfiniteQuery({ ...options, ...ownPace, placeholderData: keepPreviousData });
  const newest = useQuery({ ...trpc.vaultKeys.table.queryOptions(input), ...startsAs(pages) });
  const live = useNewest({ queryKey: options.queryKey, pages, newest });
  return { pages, ...live, rows: pages.data?.pages.flatMap(({ data }) => data) };
}
