"use client";

import { EmptyState } from "@keybrake/ui";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { ownPace, startsAs } from "../live/live-pages.ts";
import { useNewest } from "../live/use-newest.ts";
import { EndlessList } from "../table/endless-list.tsx";
import { CredentialItem } from "./credential-item.tsx";

interface CredentialListProps {
  readonly mayChange: boolean;
  readonly emptyAction: ReactNode;
}

const PAGE_SIZE = 100;

export function CredentialList({ mayChange, emptyAction }: CredentialListProps) {
  return (
    <EndlessList
      noun={{ one: "credential", many: "credentials" }}
      inView={useCredentials()}
      empty={
        <EmptyState icon={Lock} title="No credential yet" action={emptyAction}>
          Vault keys stand for one. To try things out, add a sandbox credential: a stand-in vendor on this
          machine, where no money moves.
        </EmptyState>
      }
      item={(credential) => (
        <CredentialItem key={credential.id} credential={credential} mayChange={mayChange} />
      )}
    />
  );
}

function useCredentials() {
  const trpc = useTRPC();
  const input = { limit: PAGE_SIZE };
  const options = trpc.credentials.table.infiniteQueryOptions(input, {
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const pages = useInfiniteQuery({ ...options, ...ownPace });
  const newest = useQuery({ ...trpc.credentials.table.queryOptions(input), ...startsAs(pages) });
  return { pages, ...useNewest({ queryKey: options.queryKey, pages, newest }) };
}
