"use client";

import { ErrorState, KeyValue, Label, PageHeader, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { readSessions } from "../session/read-sessions.ts";
import { useSession } from "../shell/session-context.tsx";
import { Table } from "../table/table.tsx";
import { ConnectAccounts, type ConnectAccountsProps } from "./connect-accounts.tsx";
import { SessionRow } from "./session-row.tsx";
import { SESSIONS_KEY } from "./sessions-key.ts";
import { SignOutEverywhere } from "./sign-out-everywhere.tsx";

/** One's own: who one is here, and every browser that could act in one's name. */
export function AccountPage({ providers, connectingFailed }: ConnectAccountsProps) {
  const { email, name } = useSession();
  const sessions = useQuery({ queryKey: SESSIONS_KEY, queryFn: readSessions, retry: false });
  return (
    <>
      <PageHeader
        title="Your sessions"
        question="Where are you signed in?"
        actions={<SignOutEverywhere count={sessions.data?.length ?? null} />}
      />
      <div className="flex flex-col gap-6">
        <KeyValue
          items={[
            { name: "Name", value: <Label text={name ?? "not given"} /> },
            { name: "E-mail", value: <Label text={email} /> },
          ]}
        />
        {sessions.isPending ? (
          <Skeleton lines={3} lineClassName="h-12" label="Loading your sessions" />
        ) : null}
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
        <ConnectAccounts providers={providers} connectingFailed={connectingFailed} />
        <p className="max-w-prose text-xs text-ink-muted">
          A session ends by itself 12 hours after signing in, and after 2 hours in which nothing was done.
          What a browser calls itself is its own claim.
        </p>
      </div>
    </>
  );
}
