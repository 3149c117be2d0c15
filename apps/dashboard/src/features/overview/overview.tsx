"use client";

import { ErrorState, PageHeader } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useWindow, WindowSwitch } from "../charts/window-switch.tsx";
import { AgentRanking } from "./agent-ranking.tsx";
import { LiveFeed } from "./live-feed.tsx";
import { NearCaps } from "./near-caps.tsx";
import { SpendChart } from "./spend-chart.tsx";
import { TodayAgainstCaps } from "./today-against-caps.tsx";
import { TodayStats } from "./today-stats.tsx";
import { UnknownNotice } from "./unknown-notice.tsx";

/** Loaded where it is needed: an organization is new once. */
const FirstSteps = lazy(() => import("./first-steps.tsx"));

/** Is anything running away? The answer stands at the top; below it is where to act. */
export function Overview() {
  const trpc = useTRPC();
  const [window, setWindow] = useWindow("24h");
  const overview = useQuery({
    ...trpc.overview.show.queryOptions({ window }),
    placeholderData: (before) => before,
  });
  const { data } = overview;
  const isNew = data?.is_new === true;
  const isEmpty = isNew && data.agents.length === 0 && data.today.caps.live_keys === 0;
  return (
    <>
      <PageHeader
        title="Overview"
        question="Is anything running away?"
        actions={<WindowSwitch window={window} onChange={setWindow} />}
      />
      <div className="flex flex-col gap-4">
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
        {isNew ? (
          <Suspense>
            <FirstSteps />
          </Suspense>
        ) : null}
        {isEmpty ? null : (
          <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <SpendChart window={window} />
            <NearCaps keys={data?.near_cap} />
            <AgentRanking agents={data?.agents} window={window} />
            <TodayAgainstCaps today={data?.today} />
          </div>
        )}
        {/* Made anew where it comes to stand elsewhere, instead of jumping there. */}
        <LiveFeed key={`${isNew} ${isEmpty}`} />
      </div>
    </>
  );
}
