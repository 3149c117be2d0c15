"use client";

import type { AppRouter } from "@keybrake/api";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import { oneWayLists } from "./one-way-lists.ts";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

/** Asked for in a request of its own: what takes long must not keep what is asked for beside it. */
export const ALONE = { isAlone: true } as const;

const ENDPOINT = "/api/trpc";

/** What a query knows is fresh this long; live pages are told of changes and ask again by themselves. */
const FRESH_MS = 10_000;
const TRIES = 3;

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(makeClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function makeClient() {
  return createTRPCClient<AppRouter>({
    links: [
      oneWayLists,
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url: ENDPOINT }),
        false: splitLink({
          condition: ({ context }) => context.isAlone === true,
          true: httpLink({ url: ENDPOINT }),
          false: httpBatchLink({ url: ENDPOINT, maxItems: 10 }),
        }),
      }),
    ],
  });
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: (tries, error) => tries < TRIES && isWorthRetrying(error) },
      // What may have happened is never done again by itself, nor what was asked for without a connection done later.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** A refusal stays one; a lost connection or a database that is away may be back in a moment. */
function isWorthRetrying(error: Error): boolean {
  if (!(error instanceof TRPCClientError)) return true;
  const code: unknown = error.data?.problem?.code;
  return code === undefined || code === "database_unreachable";
}
