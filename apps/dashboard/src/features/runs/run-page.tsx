"use client";

import { EmptyState, ErrorState, PageHeader, Skeleton, visible } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { ListTree } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { RUN_QUESTION } from "./run-question.ts";
import { ShownRun } from "./shown-run.tsx";

export function RunPage({ agentRunId }: { readonly agentRunId: string }) {
  const trpc = useTRPC();
  const run = useQuery(trpc.runs.show.queryOptions({ agent_run_id: agentRunId }));
  if (run.data !== undefined) return <ShownRun run={run.data} />;
  const problem = run.isError ? problemOf(run.error) : null;
  return (
    <>
      <PageHeader title={`Run ${visible(agentRunId)}`} question={RUN_QUESTION} />
      {problem === null ? (
        <Skeleton lines={10} lineClassName="h-10" label="Loading the run" />
      ) : problem.code === "not_found" || problem.code === "invalid_request" ? (
        <EmptyState
          icon={ListTree}
          title="No key was ever issued for a run of this name"
          action={
            <Link href="/agents" className="text-sm text-accent hover:underline">
              All agents
            </Link>
          }
        >
          A run begins with its first key; check the name, or the organization at the top left.
        </EmptyState>
      ) : (
        <ErrorState
          title="The run could not be read"
          onRetry={() => void run.refetch()}
          retrying={run.isFetching}
        >
          {problem.detail}
        </ErrorState>
      )}
    </>
  );
}
