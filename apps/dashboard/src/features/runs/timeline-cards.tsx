"use client";

import { Button } from "@heroui/react";
import { formatUsd, Label, RelativeTime, StateBadge, VerdictBadge } from "@keybrake/ui";
import { CornerDownRight } from "lucide-react";
import { stateOf } from "../audit/call-state.ts";
import type { TimelineEntriesProps } from "./timeline-table.tsx";
import type { TimelineCall } from "./use-timeline.ts";

/** The same for narrow screens. */
export function TimelineCards({ entries, zone, onShow, onResolve }: TimelineEntriesProps) {
  return (
    <ul
      aria-label="Calls, newest first"
      className="divide-y divide-line rounded-lg border border-line bg-surface"
    >
      {entries.map(({ call, isLookUp }) => (
        <li key={call.id} className={`flex flex-col gap-2 p-3 text-sm ${isLookUp ? "pl-7" : ""}`}>
          <button
            type="button"
            onClick={() => onShow(call.id)}
            className="flex min-w-0 cursor-pointer items-baseline gap-2 text-left"
          >
            {isLookUp ? (
              <CornerDownRight className="size-3.5 shrink-0 self-center" aria-label="Look-up for a price" />
            ) : null}
            <Label text={call.endpoint} className="min-w-0 flex-1 font-mono text-[13px] break-all" />
            <RelativeTime at={call.called_at} zone={zone} className="text-xs text-ink-muted" />
          </button>
          <p className="flex flex-wrap items-center gap-2 tabular-nums">
            <VerdictBadge verdict={call.policy_verdict} />
            {call.state === "denied" ? null : <StateBadge state={stateOf(call.state)} />}
            <span className="ml-auto">{amountOf(call)}</span>
          </p>
          {onResolve !== null && call.state === "unknown" ? (
            <Button size="sm" variant="outline" className="self-end" onPress={() => onResolve(call)}>
              Resolve …
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function amountOf({ state, cost_usd, held_usd, requested_usd }: TimelineCall): string {
  if (cost_usd === null) return `${formatUsd(held_usd)} held`;
  if (state === "denied") return requested_usd === null ? "" : `asked ${formatUsd(requested_usd)}`;
  return formatUsd(cost_usd);
}
