"use client";

import type { AppRouter } from "@keybrake/api";
import { exactTime, formatUsd } from "@keybrake/ui";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "../../trpc/client.tsx";
import type { CallsInput } from "./filters.ts";

export type CallTotals = inferRouterOutputs<AppRouter>["auditLog"]["totals"];

export function useTotals(input: CallsInput) {
  const trpc = useTRPC();
  return useQuery({ ...trpc.auditLog.totals.queryOptions(input), placeholderData: keepPreviousData });
}

interface CallsTotalsProps {
  /** Undefined while it is being counted for the first time. */
  readonly totals: CallTotals | undefined;
  readonly failed: boolean;
  readonly zone: string;
}

/** What the filters leave, in all: not only what is listed so far. */
export function CallsTotals({ totals, failed, zone }: CallsTotalsProps) {
  return (
    <p aria-live="polite" className="min-h-5 text-sm text-ink-muted tabular-nums">
      {totals === undefined ? (
        failed ? (
          "The calls could not be counted."
        ) : (
          "Counting …"
        )
      ) : (
        <Figures totals={totals} zone={zone} />
      )}
    </p>
  );
}

function Figures({ totals, zone }: { readonly totals: CallTotals; readonly zone: string }) {
  const { calls, allowed_calls: allowed, denied_calls: denied, complete, counted_back_to: back } = totals;
  return (
    <>
      <span className="font-medium text-ink">
        {complete ? "" : "At least "}
        {count(calls)} {calls === 1 ? "call" : "calls"}
      </span>
      , {count(allowed)} allowed, {count(denied)} denied ·{" "}
      <span className="text-ink">{formatUsd(totals.spent_usd)}</span> spent
      {Number(totals.open_usd) === 0 ? null : (
        <>
          , <span className="text-held">{formatUsd(totals.open_usd)} open</span>
        </>
      )}
      {complete || back === null
        ? null
        : ` · counted back to ${exactTime(new Date(back), zone)}; narrow the time to count them all`}
    </>
  );
}

const count = (value: number) => value.toLocaleString("en-US");
