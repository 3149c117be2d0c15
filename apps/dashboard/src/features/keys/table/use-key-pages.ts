"use client";

import type { AppRouter } from "@keybrake/api";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "../../../trpc/client.tsx";
import type { KeyFilters } from "./use-key-filters.ts";

export type KeyRowData = inferRouterOutputs<AppRouter>["vaultKeys"]["table"]["data"][number];

export function useKeyPages(input: KeyFilters["input"]) {
  const trpc = useTRPC();
  const pages = useInfiniteQuery({
    ...trpc.vaultKeys.table.infiniteQueryOptions(input, {
      getNextPageParam: ({ next_cursor }) => next_cursor,
    }),
    placeholderData: keepPreviousData,
  });
  return { ...pages, rows: pages.data?.pages.flatMap(({ data }) => data) };
}
