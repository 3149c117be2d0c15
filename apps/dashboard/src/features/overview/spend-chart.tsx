"use client";

import { ChartSkeleton, ErrorState, SpendOverTime } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { bucketEnd, spendBuckets } from "../charts/buckets.ts";
import type { Window } from "../charts/window-switch.tsx";
import { auditPath } from "../shell/paths.ts";

/** Spend per agent; a click leads to the calls that it is made of. */
export function SpendChart({ window }: { readonly window: Window }) {
  const trpc = useTRPC();
  const router = useRouter();
  const spend = useQuery({
    ...trpc.charts.spendOverTime.queryOptions({ window }),
    placeholderData: (before) => before,
  });
  const { data } = spend;
  if (data === undefined) {
    return spend.isError ? (
      <ErrorState title="The spend could not be read" onRetry={() => void spend.refetch()}>
        {problemOf(spend.error).detail}
      </ErrorState>
    ) : (
      <ChartSkeleton title="Spend per agent" />
    );
  }
  const { buckets, groups, names } = spendBuckets(data.buckets, data.series);
  return (
    <SpendOverTime
      title="Spend per agent"
      buckets={buckets}
      groups={groups}
      names={names}
      zone={data.time_zone}
      interval={data.interval}
      onSelect={({ startsAt, group }) => {
        const agent = group === null || group.endsWith(" ") ? undefined : group;
        const to = bucketEnd(data.buckets, startsAt, data.to);
        router.push(auditPath({ from: startsAt, to, agent_name: agent }));
      }}
    />
  );
}
