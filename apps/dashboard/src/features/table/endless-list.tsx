"use client";

import { Button } from "@heroui/react";
import { ErrorState, Skeleton } from "@keybrake/ui";
import type { ReactNode, RefObject } from "react";
import { problemOf } from "../../trpc/problem.ts";
import { NewerNotice } from "../live/newer-notice.tsx";

interface EndlessListProps<Row> {
  /** What it lists, as in "The policies could not be read". */
  readonly noun: { readonly one: string; readonly many: string };
  readonly inView: {
    readonly pages: {
      readonly data: { readonly pages: ReadonlyArray<{ readonly data: readonly Row[] }> } | undefined;
      readonly error: unknown;
      readonly isError: boolean;
      readonly isFetching: boolean;
      readonly hasNextPage: boolean;
      readonly isFetchingNextPage: boolean;
      readonly refetch: () => Promise<unknown>;
      readonly fetchNextPage: () => Promise<unknown>;
    };
    readonly listRef: RefObject<HTMLDivElement | null>;
    readonly newer: { readonly count: number; readonly isMore: boolean };
    readonly show: () => void;
  };
  /** What stands there while there is none. */
  readonly empty: ReactNode;
  readonly item: (row: Row) => ReactNode;
}

/** A list that is read a page at a time and kept up to date at its top. */
export function EndlessList<Row>({ noun, inView, empty, item }: EndlessListProps<Row>) {
  const { pages, listRef, newer, show } = inView;
  if (pages.data === undefined) {
    return pages.isError ? (
      <ErrorState
        title={`The ${noun.many} could not be read`}
        onRetry={() => void pages.refetch()}
        retrying={pages.isFetching}
      >
        {problemOf(pages.error).detail}
      </ErrorState>
    ) : (
      <Skeleton lines={4} lineClassName="h-16" label={`The ${noun.many} are being loaded`} />
    );
  }
  const rows = pages.data.pages.flatMap(({ data }) => data);
  if (rows.length === 0) return <div className="rounded-lg border border-line bg-surface">{empty}</div>;
  return (
    <div ref={listRef}>
      <NewerNotice newer={newer} noun={noun} onShow={show} />
      <ul aria-label={noun.many} className="divide-y divide-line rounded-lg border border-line bg-surface">
        {rows.map(item)}
      </ul>
      {pages.hasNextPage ? (
        <div className="flex justify-center pt-3">
          <Button
            variant="outline"
            size="sm"
            isPending={pages.isFetchingNextPage}
            onPress={() => void pages.fetchNextPage()}
          >
            {pages.isFetchingNextPage ? "Loading …" : "Load more"}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
