"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";

const KNOWN_MAX = 500;

/**
 * Names who acts here: `user:<id>` by the address, `service_token:<id>` by its label. Null for whom nobody knows (any
 * more), and until it is known.
 */
export function useActorName(): (actor: string) => string | null {
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions({ limit: KNOWN_MAX }));
  const tokens = useQuery(trpc.serviceTokens.list.queryOptions({ limit: KNOWN_MAX }));
  const names = new Map<string, string>([
    ...(members.data?.data.map(({ user_id, email }) => [`user:${user_id}`, email] as const) ?? []),
    ...(tokens.data?.data.map(({ id, label }) => [`service_token:${id}`, label] as const) ?? []),
  ]);
  return (actor) => names.get(actor) ?? null;
}
