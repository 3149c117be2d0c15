"use client";

import { ErrorState, Label, Money, RelativeTime, Skeleton, VerdictBadge } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { auditPath } from "../shell/paths.ts";
import { useSession } from "../shell/session-context.tsx";
import { Card } from "./card.tsx";

const SHOWN = 12;

/** Calls as they come, the newest first, those that were refused among them. */
export function LiveFeed() {
  const trpc = useTRPC();
  const { zone } = useSession().organization;
  const calls = useQuery(trpc.auditLog.list.queryOptions({ limit: SHOWN }));
  return (
    <Card
      title="Calls as they come"
      action={
        <Link href="/audit" className="text-sm text-accent hover:underline">
          Audit log
        </Link>
      }
    >
      {calls.data === undefined ? (
        calls.isError ? (
          <ErrorState title="The calls could not be read" onRetry={() => void calls.refetch()}>
            {problemOf(calls.error).detail}
          </ErrorState>
        ) : (
          <div className="p-4">
            <Skeleton lines={8} />
          </div>
        )
      ) : calls.data.data.length === 0 ? (
        <p className="px-4 py-6 text-sm text-ink-muted">No call has come yet.</p>
      ) : (
        <ul className="divide-y divide-line" aria-live="off">
          {calls.data.data.map((call) => (
            <li key={call.id}>
              <Link
                href={auditPath({ call: call.id })}
                className="flex flex-col gap-1 px-4 py-2.5 hover:bg-code"
              >
                <span className="flex items-baseline justify-between gap-3 text-sm">
                  <Label text={call.agent_run_id} className="min-w-0 truncate font-medium" />
                  <Money amount={call.cost_usd ?? call.held_usd} inline />
                </span>
                <span className="flex items-center justify-between gap-3 text-xs text-ink-muted">
                  <span className="flex min-w-0 items-center gap-2">
                    <VerdictBadge verdict={call.policy_verdict} />
                    <Label text={call.endpoint} className="min-w-0 truncate" />
                  </span>
                  <RelativeTime at={call.called_at} zone={zone} className="shrink-0" />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
