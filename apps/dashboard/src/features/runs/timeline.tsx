"use client";

import { Button } from "@heroui/react";
import { EmptyState, ErrorState, Skeleton } from "@keybrake/ui";
import { ListTree } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { problemOf } from "../../trpc/problem.ts";
import { CallDrawer } from "../audit/call-drawer.tsx";
import { ResolveCall } from "../audit/resolve/resolve-call.tsx";
import { NewerNotice } from "../live/newer-notice.tsx";
import { useMay, useSession } from "../shell/session-context.tsx";
import { TimelineCards } from "./timeline-cards.tsx";
import { TimelineTable } from "./timeline-table.tsx";
import { type TimelineCall, type TimelineFilter, useTimeline } from "./use-timeline.ts";

interface TimelineProps {
  readonly title: string;
  /** Whose calls: of a run, or of a key. */
  readonly filter: TimelineFilter;
  /** The same in the audit log. */
  readonly auditHref: string;
}

const CALLS = { one: "call", many: "calls" };

/** Calls, newest first, as they come; each with what it was allowed, what it cost and how long it took. */
export function Timeline({ title, filter, auditHref }: TimelineProps) {
  const { zone } = useSession().organization;
  const { pages, calls, entries, shownId, show, listRef, newer, showNewer } = useTimeline(filter);
  const [toResolve, setToResolve] = useState<TimelineCall | null>(null);
  const onResolve = useMay("admin") ? setToResolve : null;
  const shown = { entries, zone, shownId, onShow: show, onResolve };
  const at = calls.findIndex(({ id }) => id === shownId);
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="text-sm font-semibold">{title}</h2>
        <Link href={auditHref} className="text-sm text-accent hover:underline">
          In the audit log
        </Link>
      </div>
      {pages.data === undefined ? (
        pages.isError ? (
          <ErrorState
            title="The calls could not be read"
            onRetry={() => void pages.refetch()}
            retrying={pages.isFetching}
          >
            {problemOf(pages.error).detail}
          </ErrorState>
        ) : (
          <Skeleton lines={6} lineClassName="h-12" label="Loading calls" />
        )
      ) : calls.length === 0 ? (
        <EmptyState icon={ListTree} title="No call yet">
          Calls appear here by themselves as they come, denied ones too.
        </EmptyState>
      ) : (
        <div ref={listRef}>
          <NewerNotice newer={newer} noun={CALLS} onShow={showNewer} />
          <div className="md:hidden">
            <TimelineCards {...shown} />
          </div>
          <div className="hidden md:block">
            <TimelineTable {...shown} />
          </div>
        </div>
      )}
      {pages.hasNextPage ? (
        <div className="flex justify-center py-2">
          <Button
            variant="outline"
            isPending={pages.isFetchingNextPage}
            onPress={() => void pages.fetchNextPage()}
          >
            {pages.isFetchingNextPage ? "Loading …" : "Load more"}
          </Button>
        </div>
      ) : null}
      <CallDrawer
        callId={shownId}
        zone={zone}
        onClose={() => show(null)}
        onShow={show}
        previousId={at > 0 ? (calls[at - 1]?.id ?? null) : null}
        nextId={at === -1 ? null : (calls[at + 1]?.id ?? null)}
      />
      {toResolve === null ? null : <ResolveCall call={toResolve} onClose={() => setToResolve(null)} />}
    </section>
  );
}
