"use client";

import { ErrorState, Label, Money, RelativeTime, Skeleton, VerdictBadge } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { auditPath } from "../shell/paths.ts";
import { useSession } from "../shell/session-context.tsx";
import { Card } from "./card.tsx";

const SHOWN = 10;

/** Two lines of two on a phone, one line where there is room. */
const COLUMNS =
  "grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[5.5rem_minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(9.5rem,auto)_6rem]";

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
            <Skeleton lines={SHOWN} lineClassName="h-10" />
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
                className={`grid items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm hover:bg-code ${COLUMNS}`}
              >
                <RelativeTime
                  at={call.called_at}
                  zone={zone}
                  className="text-right text-xs text-ink-muted max-md:order-4 md:text-left"
                />
                <Label text={call.agent_run_id} isOneLine className="font-medium max-md:order-1" />
                <Label
                  text={call.endpoint}
                  isOneLine
                  className="hidden font-mono text-[13px] text-ink-muted md:block"
                />
                <span className="max-md:order-3">
                  <VerdictBadge verdict={call.policy_verdict} />
                </span>
                <span className="max-md:order-2">
                  <Money amount={call.cost_usd ?? call.held_usd} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
