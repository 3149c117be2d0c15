"use client";

import type { InfiniteData, QueryKey } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { isReading } from "./is-reading.ts";
import { countNewer, merged, type Page, refreshed } from "./live-pages.ts";

/** What the newest page does not reach (a key deep in the list was revoked) is asked for again this often at most. */
const DEEP_EVERY_MS = 15_000;

type Rows = { readonly id: string };

interface LiveList<Row extends Rows> {
  readonly queryKey: QueryKey;
  readonly pages: {
    readonly data: InfiniteData<Page<Row>, string | null> | undefined;
    readonly dataUpdatedAt: number;
    readonly isPlaceholderData: boolean;
    readonly isFetching: boolean;
    readonly refetch: () => Promise<unknown>;
  };
  /** The first page, asked for by a query of its own at each change. */
  readonly newest: {
    readonly data: Page<Row> | undefined;
    readonly dataUpdatedAt: number;
    readonly refetch: () => Promise<unknown>;
  };
}

const NONE = { count: 0, isMore: false } as const;

/**
 * Keeps an endless list up to date by its newest page alone. While somebody reads it, only what stands there is completed,
 * and `newer` says how much waits to be shown.
 */
export function useNewest<Row extends Rows>({ queryKey, pages, newest }: LiveList<Row>) {
  const queryClient = useQueryClient();
  const listRef = useRef<HTMLDivElement>(null);
  const [isHeld, setHeld] = useState(false);
  const { data: listed, dataUpdatedAt: listedAt, isPlaceholderData, isFetching, refetch } = pages;
  const { data: page, dataUpdatedAt: pageAt, refetch: refetchNewest } = newest;

  const apply = useCallback(
    (change: typeof merged<Row>) => {
      if (page === undefined) return;
      queryClient.setQueryData<InfiniteData<Page<Row>, string | null>>(
        queryKey,
        (before) => (before === undefined ? before : change(before, page)),
        // Only a part of it is known anew: how old the rest is must not be forgotten.
        { updatedAt: listedAt },
      );
    },
    [queryClient, queryKey, page, listedAt],
  );

  const took = useRef(0);
  useEffect(() => {
    if (listed === undefined || page === undefined || isPlaceholderData || isFetching) return;
    if (pageAt === listedAt || pageAt === took.current) return;
    took.current = pageAt;
    // It was asked for while the list itself was: what is new since then would be taken for gone.
    if (pageAt < listedAt) {
      void refetchNewest();
      return;
    }
    const rows = listed.pages.reduce((sum, { data }) => sum + data.length, 0);
    const isHolding = rows > 0 && isReading(listRef.current);
    apply(isHolding ? refreshed : merged);
    setHeld(isHolding);
    const isDeep = rows > page.data.length && pageAt - listedAt > DEEP_EVERY_MS;
    if (isDeep && !isHolding) void refetch();
  }, [listed, listedAt, page, pageAt, isPlaceholderData, isFetching, apply, refetch, refetchNewest]);

  const newer = useMemo(
    () =>
      !isHeld || listed === undefined || page === undefined || isPlaceholderData
        ? NONE
        : countNewer(listed, page),
    [isHeld, listed, page, isPlaceholderData],
  );
  const show = () => {
    apply(merged);
    setHeld(false);
  };
  return { listRef, newer, show };
}
