"use client";

import type { AppRouter } from "@keybrake/api";
import { ChartSkeleton, ErrorState, SpendAgainstCap } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import type { inferProcedureOutput } from "@trpc/server";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useSession } from "../shell/session-context.tsx";

const TITLE = "Today against the caps of live keys";

type Today = inferProcedureOutput<AppRouter["overview"]["show"]>["today"];

/** How the day's spend climbs towards what the live keys may spend together; they are not all its keys. */
export function TodayAgainstCaps({ today }: { readonly today: Today | undefined }) {
  return today === undefined ? <ChartSkeleton title={TITLE} /> : <Climb today={today} />;
}

function Climb({ today }: { readonly today: Today }) {
  const trpc = useTRPC();
  const { zone } = useSession().organization;
  const spend = useQuery({
    ...trpc.charts.spendOverTime.queryOptions({ from: today.starts_at }),
    placeholderData: (before) => before,
  });
  const { data } = spend;
  if (data === undefined) {
    return spend.isError ? (
      <ErrorState title="The day's spend could not be read" onRetry={() => void spend.refetch()}>
        {problemOf(spend.error).detail}
      </ErrorState>
    ) : (
      <ChartSkeleton title={TITLE} />
    );
  }
  let spent = 0;
  let open = 0;
  const points = data.buckets.map((_, index) => {
    for (const { points: all } of data.series) {
      spent += Number(all[index]?.spent_usd ?? 0);
      open += Number(all[index]?.accrued_usd ?? 0);
    }
    return { at: data.buckets[index + 1] ?? data.to, spent, held: open };
  });
  return (
    <SpendAgainstCap
      title={TITLE}
      points={[{ at: today.starts_at, spent: 0 }, ...points]}
      cap={today.caps.live_keys === 0 ? null : today.caps.daily_cap_usd}
      window={{ from: today.starts_at, to: today.ends_at }}
      zone={zone}
    />
  );
}
