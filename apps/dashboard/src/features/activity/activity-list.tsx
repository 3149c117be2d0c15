"use client";

import { Button } from "@heroui/react";
import { EmptyState, ErrorState, Skeleton } from "@keybrake/ui";
import { problemOf } from "../../trpc/problem.ts";
import { NewerNotice } from "../live/newer-notice.tsx";
import { Table } from "../table/table.tsx";
import { ActivityRow } from "./activity-row.tsx";
import type { ActivityInView } from "./use-activity.ts";

interface ActivityListProps {
  readonly inView: ActivityInView;
  readonly zone: string;
  /** Absent when nothing is filtered. */
  readonly onClear?: () => void;
}

const ENTRIES = { one: "entry", many: "entries" };

export function ActivityList({ inView, zone, onClear }: ActivityListProps) {
  const { activity, entries, listRef, newer, show } = inView;
  if (activity.isPending) return <Skeleton lines={8} lineClassName="h-12" label="Loading the activity" />;
  if (activity.isError && entries.length === 0) {
    return (
      <ErrorState
        title="The activity could not be read"
        onRetry={() => void activity.refetch()}
        retrying={activity.isFetching}
      >
        {problemOf(activity.error).detail}
      </ErrorState>
    );
  }
  if (entries.length === 0) return <NoActivity {...(onClear === undefined ? {} : { onClear })} />;
  return (
    <div className="flex flex-col items-start gap-4">
      <div ref={listRef} className="stacked w-full">
        <NewerNotice newer={newer} noun={ENTRIES} onShow={show} />
        <Table
          label="Activity"
          columns={[{ title: "When" }, { title: "Who" }, { title: "What" }, { title: "To what" }]}
        >
          {entries.map((entry) => (
            <ActivityRow key={entry.id} entry={entry} zone={zone} />
          ))}
        </Table>
      </div>
      {activity.hasNextPage ? (
        <Button
          variant="outline"
          isPending={activity.isFetchingNextPage}
          onPress={() => void activity.fetchNextPage()}
        >
          Show older
        </Button>
      ) : (
        <p className="text-xs text-ink-muted">That is all.</p>
      )}
    </div>
  );
}

function NoActivity({ onClear }: { readonly onClear?: () => void }) {
  return (
    <div className="rounded-lg border border-line bg-surface">
      {onClear === undefined ? (
        <EmptyState title="Nothing yet">Whatever people and service tokens change is listed here.</EmptyState>
      ) : (
        <EmptyState
          title="Nothing like that"
          action={
            <Button variant="outline" onPress={onClear}>
              Clear the filters
            </Button>
          }
        >
          Nobody did what you look for in that time.
        </EmptyState>
      )}
    </div>
  );
}
