"use client";

import { ErrorState, Skeleton } from "@keybrake/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ShownSessionRow } from "../session/read-sessions.ts";
import { Table } from "../table/table.tsx";
import { SessionRow } from "./session-row.tsx";

/** Every browser that could act in one's name. */
export function Sessions({ sessions }: { readonly sessions: UseQueryResult<readonly ShownSessionRow[]> }) {
  return (
    <section aria-labelledby="sessions" className="flex flex-col gap-3">
      <h2 id="sessions" className="text-sm font-semibold">
        Where you are signed in
      </h2>
      {sessions.isPending ? <Skeleton lines={3} lineClassName="h-12" label="Loading your sessions" /> : null}
      {sessions.isError ? (
        <ErrorState
          title="Your sessions could not be read"
          onRetry={() => void sessions.refetch()}
          retrying={sessions.isFetching}
        >
          {sessions.error.message}
        </ErrorState>
      ) : null}
      {sessions.data === undefined ? null : (
        <Table
          label="Sessions"
          columns={[
            { title: "Browser" },
            { title: "From" },
            { title: "Last seen" },
            { title: "Signed in" },
            { title: "What can be done", isQuiet: true },
          ]}
        >
          {sessions.data.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </Table>
      )}
      <p className="max-w-prose text-xs text-ink-muted">
        A session ends by itself 12 hours after signing in, and after 2 hours in which nothing was done. What
        a browser calls itself is its own claim.
      </p>
    </section>
  );
}
