"use client";

import { ErrorState, PageHeader } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useWindow, WindowSwitch } from "../charts/window-switch.tsx";
import { AgentRanking } from "./agent-ranking.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { LiveFeed } from "./live-feed.tsx";
import { NearCaps } from "./near-caps.tsx";
import { SpendChart } from "./spend-chart.tsx";
import { TodayAgainstCaps } from "./today-against-caps.tsx";
import { TodayStats } from "./today-stats.tsx";
import { UnknownNotice } from "./unknown-notice.tsx";

/** Is anything running away? The answer stands at the top; below it is where to act. */
export function Overview() {
  const trpc = useTRPC();
  const [window, setWindow] = useWindow("24h");
  const overview = useQuery({
    ...trpc.overview.show.queryOptions({ window }),
    placeholderData: (before) => before,
  });
  const { data } = overview;
  const isNew = data !== undefined && data.agents.length === 0 && data.today.caps.live_keys === 0;
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-6">
      <PageHeader
        title="Overview"
        question="Is anything running away?"
        actions={<WindowSwitch window={window} onChange={setWindow} />}
      />
      {overview.isError && data === undefined ? (
        <ErrorState
          title="The overview could not be read"
          onRetry={() => void overview.refetch()}
          retrying={overview.isFetching}
        >
          {problemOf(overview.error).detail}
        </ErrorState>
      ) : null}
      {data === undefined ? null : <UnknownNotice unknown={data.today.unknown} />}
      <TodayStats today={data?.today} />
      {isNew ? <FirstSteps /> : null}
      <div className="grid gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <SpendChart window={window} />
          <AgentRanking agents={data?.agents} window={window} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <NearCaps keys={data?.near_cap} />
          {data === undefined ? null : <TodayAgainstCaps today={data.today} />}
          <LiveFeed />
        </div>
      </div>
    </div>
  );
}
