"use client";

import { useQueries } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useTRPC } from "../../../trpc/client.tsx";
import { inFlightWords } from "./in-flight-words.ts";
import { sumUsd } from "./sum-usd.ts";

/** The server takes as many at a time. */
const KEYS_AT_A_TIME = 100;
const AGAIN_MS = 2_000;

/** What the revocation comes too late for, as it is at this moment. */
export function InFlightNow({ ids }: { readonly ids: readonly string[] }) {
  const trpc = useTRPC();
  const parts = useQueries({
    queries: partsOf(ids).map((part) => ({
      ...trpc.vaultKeys.inFlight.queryOptions({ ids: part }),
      staleTime: 0,
      refetchInterval: AGAIN_MS,
    })),
  });
  const answers = parts.map(({ data }) => data);
  const known = answers.filter((answer) => answer !== undefined);
  const total = known.reduce((sum, { in_flight_total }) => sum + in_flight_total, 0);
  const held = sumUsd(known.map(({ in_flight_held_usd }) => in_flight_held_usd));
  return (
    <p
      aria-live="polite"
      className={`flex min-h-9 items-center gap-2 rounded-md px-3 py-2 text-sm tabular-nums ${total > 0 ? "bg-held-soft text-held" : "bg-code text-ink-muted"}`}
    >
      <Hourglass className="size-4 shrink-0" aria-hidden="true" />
      {known.length < answers.length ? "Looking what is in flight …" : `${inFlightWords(total, held)}.`}
    </p>
  );
}

function partsOf(ids: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let start = 0; start < ids.length; start += KEYS_AT_A_TIME)
    parts.push(ids.slice(start, start + KEYS_AT_A_TIME));
  return parts;
}
