"use client";

import { EmptyState, ErrorState, PageHeader, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem.ts";
import { ShownKey } from "./shown-key.tsx";

export function KeyPage({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const key = useQuery(trpc.vaultKeys.standing.queryOptions({ id }));
  if (key.data !== undefined) return <ShownKey vaultKey={key.data} />;
  const problem = key.isError ? problemOf(key.error) : null;
  return (
    <>
      <PageHeader title="Vault key" question="What may this key do, and what has it spent?" />
      {problem === null ? (
        <Skeleton lines={10} lineClassName="h-10" label="Loading the key" />
      ) : problem.code === "not_found" || problem.code === "invalid_request" ? (
        <EmptyState
          icon={KeyRound}
          title="There is no such key here"
          action={
            <Link href="/keys?state=all" className="text-sm text-accent hover:underline">
              All vault keys
            </Link>
          }
        >
          It may belong to another organization.
        </EmptyState>
      ) : (
        <ErrorState
          title="The key could not be read"
          onRetry={() => void key.refetch()}
          retrying={key.isFetching}
        >
          {problem.detail}
        </ErrorState>
      )}
    </>
  );
}
