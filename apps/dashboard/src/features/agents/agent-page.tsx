"use client";

import {
  CallsByVerdict,
  ChartSkeleton,
  ErrorState,
  PageHeader,
  Skeleton,
  SpendByVendor,
  SpendOverTime,
  TopEndpoints,
} from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { bucketEnd, spendBuckets } from "../charts/buckets.ts";
import { useWindow, type Window, WindowSwitch } from "../charts/window-switch.tsx";
import { auditPath } from "../shell/paths.ts";
import { useVendors } from "../vendors/use-vendors.ts";
import { AgentKeys } from "./agent-keys.tsx";
import { AgentRuns } from "./agent-runs.tsx";
import { DeniedEndpoints } from "./denied-endpoints.tsx";
import type { ShownAgent } from "./shown-agent.ts";

/** What does this agent usually do? */
export function AgentPage({ agentName }: { readonly agentName: string }) {
  const trpc = useTRPC();
  const [window, setWindow] = useWindow("7d");
  const agent = useQuery({
    ...trpc.agents.show.queryOptions({ agent_name: agentName, window }),
    placeholderData: (before) => before,
  });
  const { data } = agent;
  return (
    <>
      <PageHeader
        title={agentName}
        question="What does this agent usually do?"
        actions={<WindowSwitch window={window} onChange={setWindow} />}
      />
      <div className="flex flex-col gap-4">
        {data === undefined ? (
          agent.isError ? (
            <ErrorState title="This agent could not be read" onRetry={() => void agent.refetch()}>
              {problemOf(agent.error).detail}
            </ErrorState>
          ) : (
            <Skeleton lines={12} lineClassName="h-8" />
          )
        ) : (
          <>
            <AgentCharts agent={data} window={window} />
            <div className="grid gap-4 xl:grid-cols-2">
              <AgentRuns runs={data.newest_runs} />
              <AgentKeys keys={data.newest_keys} />
            </div>
          </>
        )}
      </div>
    </>
  );
}

function AgentCharts({ agent, window }: { readonly agent: ShownAgent; readonly window: Window }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { agent_name, buckets: starts, time_zone: zone, interval, to } = agent;
  const verdicts = useQuery({
    ...trpc.charts.callsByVerdict.queryOptions({ window, agent_name }),
    placeholderData: (before) => before,
  });
  const endpoints = useQuery({
    ...trpc.charts.topEndpoints.queryOptions({ window, agent_name }),
    placeholderData: (before) => before,
  });
  const vendors = useQuery({
    ...trpc.charts.spendByVendor.queryOptions({ window, agent_name }),
    placeholderData: (before) => before,
  });
  const titles = useVendors();
  const spend = spendBuckets(starts, [{ agent_name, points: agent.points }]);
  const goTo = (filters: Readonly<Record<string, string | undefined>>) =>
    router.push(auditPath({ agent_name, ...filters }));
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <SpendOverTime
        {...spend}
        zone={zone}
        interval={interval}
        onSelect={({ startsAt }) => goTo({ from: startsAt, to: bucketEnd(starts, startsAt, to) })}
      />
      {verdicts.data === undefined ? (
        <ChartSkeleton title="Calls allowed and denied" />
      ) : (
        <CallsByVerdict
          buckets={verdicts.data.buckets.map((startsAt, index) => ({
            startsAt,
            values: Object.fromEntries(
              (verdicts.data?.series ?? []).map(({ verdict, points }) => [verdict, points[index] ?? 0]),
            ),
          }))}
          zone={zone}
          interval={interval}
          onSelect={({ startsAt, verdict }) =>
            goTo({
              from: startsAt,
              to: bucketEnd(starts, startsAt, to),
              verdict: verdict ?? undefined,
            })
          }
        />
      )}
      {endpoints.data === undefined ? null : (
        <TopEndpoints
          by="calls"
          endpoints={endpoints.data.endpoints.map(({ vendor, endpoint, allowed_calls, denied_calls }) => ({
            vendor,
            endpoint,
            value: allowed_calls + denied_calls,
          }))}
          onSelect={({ vendor, endpoint }) => goTo({ vendor, endpoint, from: agent.from, to })}
        />
      )}
      {vendors.data === undefined ? null : (
        <SpendByVendor
          vendors={vendors.data.vendors.map(({ vendor, spent_usd, accrued_usd }) => ({
            vendor,
            name: titles.find(({ name }) => name === vendor)?.title,
            spent: Number(spent_usd),
            held: Number(accrued_usd),
          }))}
          onSelect={({ vendor }) => goTo({ vendor, from: agent.from, to })}
        />
      )}
      <div className="xl:col-span-2">
        <DeniedEndpoints agentName={agent_name} from={agent.from} denied={agent.denied_endpoints} />
      </div>
    </div>
  );
}
