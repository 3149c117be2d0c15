"use client";

import { exactTime, formatUsd } from "@keybrake/ui";
import type { Totals } from "./count-on.ts";
import type { TotalsInView } from "./use-totals.ts";

interface CallsTotalsProps {
  readonly totals: TotalsInView;
  readonly zone: string;
}

/** What the filters leave, in all: not only what is listed so far. */
export function CallsTotals({ totals, zone }: CallsTotalsProps) {
  const isCounting = totals.kind === "counting" || totals.kind === "none";
  return (
    // What changes four times a second is not read out; what it comes to is.
    <p
      aria-live={isCounting ? "off" : "polite"}
      aria-busy={isCounting}
      className="min-h-5 text-sm text-ink-muted tabular-nums"
    >
      <Words totals={totals} zone={zone} />
    </p>
  );
}

function Words({ totals, zone }: CallsTotalsProps) {
  switch (totals.kind) {
    case "none":
      return "Counting …";
    case "whole":
      return <Figures totals={totals.totals} />;
    case "counting":
      return (
        <>
          Counting …{" "}
          {totals.soFar === null ? null : (
            <>
              <Figures totals={totals.soFar} /> so far{backTo(totals.soFar, zone)}
            </>
          )}
        </>
      );
    case "stopped":
      return (
        <>
          {totals.soFar === null ? (
            "The calls could not be counted. "
          ) : (
            <>
              At least <Figures totals={totals.soFar} />
              {backTo(totals.soFar, zone)}, then counting stopped.{" "}
            </>
          )}
          {totals.why}{" "}
          <button
            type="button"
            onClick={totals.goOn}
            className="cursor-pointer font-medium text-accent hover:underline"
          >
            {totals.soFar === null ? "Try again" : "Go on counting"}
          </button>
        </>
      );
  }
}

function backTo({ counted_back_to: at }: { readonly counted_back_to: string | null }, zone: string): string {
  return at === null ? "" : `, back to ${exactTime(new Date(at), zone)}`;
}

function Figures({ totals }: { readonly totals: Totals }) {
  const { calls, allowed_calls: allowed, denied_calls: denied } = totals;
  return (
    <>
      <span className="font-medium text-ink">
        {count(calls)} {calls === 1 ? "call" : "calls"}
      </span>
      , {count(allowed)} allowed, {count(denied)} denied ·{" "}
      <span className="text-ink">{formatUsd(totals.spent_usd)}</span> spent
      {Number(totals.open_usd) === 0 ? null : (
        <>
          , <span className="text-held">{formatUsd(totals.open_usd)} open</span>
        </>
      )}
    </>
  );
}

const count = (value: number) => value.toLocaleString("en-US");
