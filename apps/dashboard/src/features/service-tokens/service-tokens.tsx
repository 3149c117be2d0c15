"use client";

import { EmptyState, ErrorState, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useMay } from "../shell/session-context.tsx";
import { Table } from "../table/table.tsx";
import { CreateServiceToken } from "./create-service-token.tsx";
import { ServiceTokenRow } from "./service-token-row.tsx";

const SHOWN_MAX = 200;

/** What software may do in this organization without a person. */
export function ServiceTokens() {
  const trpc = useTRPC();
  const mayCreate = useMay("admin");
  const tokens = useQuery(trpc.serviceTokens.list.queryOptions({ limit: SHOWN_MAX }));
  if (tokens.isPending) return <Skeleton lines={3} lineClassName="h-12" label="Loading the service tokens" />;
  if (tokens.isError) {
    return (
      <ErrorState
        title="The service tokens could not be read"
        onRetry={() => void tokens.refetch()}
        retrying={tokens.isFetching}
      >
        {problemOf(tokens.error).detail}
      </ErrorState>
    );
  }
  if (tokens.data.data.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState title="No service tokens" action={mayCreate ? <CreateServiceToken /> : undefined}>
          An orchestrator issues and revokes vault keys with one, over REST.
        </EmptyState>
      </div>
    );
  }
  return (
    <Table
      label="Service tokens"
      columns={[
        { title: "Name" },
        { title: "It may" },
        { title: "Last used" },
        { title: "Made" },
        { title: "What can be done", isQuiet: true },
      ]}
    >
      {tokens.data.data.map((token) => (
        <ServiceTokenRow key={token.id} token={token} />
      ))}
    </Table>
  );
}
