"use client";

import { Button, Spinner } from "@heroui/react";
import { EmptyState, ErrorState, Skeleton } from "@keybrake/ui";
import { ArrowUp, ScrollText } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { problemOf } from "../../trpc/problem.ts";
import { newerWords } from "../live/newer-notice.tsx";
import { CallCards } from "./call-cards.tsx";
import { CallsTable } from "./calls-table.tsx";
import type { CallsInView } from "./use-calls.ts";
import { useIsWide } from "./use-is-wide.ts";

interface CallsListProps {
  readonly inView: CallsInView;
  readonly isFiltered: boolean;
  readonly zone: string;
  readonly shownId: string | null;
  readonly onShow: (id: string) => void;
  readonly onRenew: () => void;
  readonly onClear: () => void;
}

/** A page of something rare can come back short and still have more behind it; this many are looked through unasked. */
const PAGES_UNASKED = 5;
const ENOUGH = 20;

export function CallsList(props: CallsListProps) {
  const { pages, calls, newer } = props.inView;
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = pages;
  const looksFurther =
    hasNextPage && !isError && calls.length < ENOUGH && (data?.pages.length ?? 0) < PAGES_UNASKED;
  useEffect(() => {
    if (looksFurther && !isFetchingNextPage) void fetchNextPage();
  }, [looksFurther, isFetchingNextPage, fetchNextPage]);
  return (
    <section
      aria-label="Calls that the filters leave"
      aria-busy={pages.isPlaceholderData}
      className={`rounded-lg border border-line bg-surface ${pages.isPlaceholderData ? "opacity-60" : ""}`}
    >
      <NewerNotice {...newer} onRenew={props.onRenew} />
      <Body {...props} looksFurther={looksFurther} />
    </section>
  );
}

const CALLS = { one: "call", many: "calls" };

interface NewerNoticeProps {
  readonly count: number;
  readonly isMore: boolean;
  readonly onRenew: () => void;
}

/** Its place is kept, so that rows stay where they are when it comes and goes. */
function NewerNotice({ count, isMore, onRenew }: NewerNoticeProps) {
  return (
    <div aria-live="polite" className="flex h-9 items-center justify-center border-b border-line text-xs">
      {count === 0 ? (
        <span className="text-ink-muted">Newest first</span>
      ) : (
        <button
          type="button"
          onClick={onRenew}
          className="inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2 font-medium text-accent hover:bg-accent-soft"
        >
          <ArrowUp className="size-3.5" aria-hidden="true" />
          {newerWords({ count, isMore }, CALLS)}: show
        </button>
      )}
    </div>
  );
}

function Body({ inView, looksFurther, ...props }: CallsListProps & { readonly looksFurther: boolean }) {
  const { pages, calls } = inView;
  const isWide = useIsWide();
  if (pages.isPending)
    return <Skeleton lines={12} lineClassName="h-10 px-3" label="Calls are being loaded" />;
  if (pages.isError && calls.length === 0) {
    return (
      <ErrorState
        title="The calls could not be read"
        onRetry={() => void pages.refetch()}
        retrying={pages.isFetching}
      >
        {problemOf(pages.error).detail}
      </ErrorState>
    );
  }
  if (calls.length === 0 && !pages.hasNextPage) return <NoCalls {...props} />;
  return (
    <>
      {isWide ? <CallsTable calls={calls} {...props} /> : <CallCards calls={calls} {...props} />}
      <More pages={pages} looksFurther={looksFurther} isEmpty={calls.length === 0} />
    </>
  );
}

function NoCalls({ isFiltered, onClear }: Pick<CallsListProps, "isFiltered" | "onClear">) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={ScrollText}
        title="No call matches these filters"
        action={
          <Button variant="outline" size="sm" onPress={onClear}>
            Clear all filters
          </Button>
        }
      >
        Take one away, or choose a longer time.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ScrollText}
      title="No calls yet"
      action={
        <Link href="/keys/new" className="text-sm font-medium text-accent hover:underline">
          Issue a vault key
        </Link>
      }
    >
      Every call that an agent makes under a vault key is listed here, denied ones too. Issue a key and let it
      call.
    </EmptyState>
  );
}

interface MoreProps {
  readonly pages: CallsInView["pages"];
  readonly looksFurther: boolean;
  readonly isEmpty: boolean;
}

function More({ pages, looksFurther, isEmpty }: MoreProps) {
  const { hasNextPage, isFetchingNextPage, isError, error, fetchNextPage } = pages;
  if (!hasNextPage)
    return <p className="border-t border-line py-3 text-center text-xs text-ink-muted">That is all.</p>;
  const isBusy = isFetchingNextPage || looksFurther;
  return (
    <div className="flex flex-col items-center gap-2 border-t border-line py-3">
      {isEmpty && !isBusy ? <p className="text-sm text-ink-muted">Nothing among the newest calls.</p> : null}
      {isError && !isBusy ? (
        <p role="alert" className="text-sm text-denied">
          {problemOf(error).detail}
        </p>
      ) : null}
      <Button variant="outline" size="sm" isPending={isBusy} onPress={() => void fetchNextPage()}>
        {isBusy ? <Spinner size="sm" color="current" /> : null}
        {isEmpty ? "Look further back" : "Load more"}
      </Button>
    </div>
  );
}
