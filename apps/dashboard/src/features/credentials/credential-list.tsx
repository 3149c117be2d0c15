"use client";

import { Button } from "@heroui/react";
import { EmptyState, ErrorState, Skeleton } from "@keybrake/ui";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { CredentialItem } from "./credential-item.tsx";

interface CredentialListProps {
  readonly mayChange: boolean;
  readonly emptyAction: ReactNode;
}

export function CredentialList({ mayChange, emptyAction }: CredentialListProps) {
  const trpc = useTRPC();
  const pages = useInfiniteQuery(
    trpc.credentials.table.infiniteQueryOptions(
      { limit: 100 },
      { getNextPageParam: ({ next_cursor: next }) => next ?? undefined },
    ),
  );
  if (pages.isPending)
    return <Skeleton lines={4} lineClassName="h-16" label="Credentials are being loaded" />;
  if (pages.isError && pages.data === undefined) {
    return (
      <ErrorState
        title="The credentials could not be read"
        onRetry={() => void pages.refetch()}
        retrying={pages.isFetching}
      >
        {problemOf(pages.error).detail}
      </ErrorState>
    );
  }
  const credentials = pages.data.pages.flatMap(({ data }) => data);
  if (credentials.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState icon={Lock} title="No credential yet" action={emptyAction}>
          Vault keys stand for one. To try things out, add a sandbox credential: a stand-in vendor on this
          machine, where no money moves.
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <ul aria-label="Credentials" className="divide-y divide-line rounded-lg border border-line bg-surface">
        {credentials.map((credential) => (
          <CredentialItem key={credential.id} credential={credential} mayChange={mayChange} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button
          variant="outline"
          size="sm"
          className="mx-auto mt-3"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          Load more
        </Button>
      ) : null}
    </>
  );
}
