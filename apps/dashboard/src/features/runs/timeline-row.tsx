"use client";

import { Button } from "@heroui/react";
import { Label, Money, RelativeTime, StateBadge, VerdictBadge } from "@keybrake/ui";
import { CornerDownRight } from "lucide-react";
import { stateOf } from "../audit/call-state.ts";
import type { TimelineCall } from "./use-timeline.ts";

interface TimelineRowProps {
  readonly call: TimelineCall;
  readonly zone: string;
  /** Asked of the vendor to price the call above it. */
  readonly isLookUp: boolean;
  readonly isShown: boolean;
  readonly onShow: (id: string) => void;
  readonly onResolve: (() => void) | null;
}

const CELL = "h-11 px-3 py-1.5";

export function TimelineRow({ call, zone, isLookUp, isShown, onShow, onResolve }: TimelineRowProps) {
  const show = () => onShow(call.id);
  const tone = isShown ? "bg-accent-soft" : "hover:bg-code";
  return (
    // The keys are the first cell's button; the row is a larger target.
    <tr onClick={show} className={`cursor-pointer ${tone}`}>
      <td className={CELL}>
        <button
          type="button"
          data-call={call.id}
          onClick={show}
          className="cursor-pointer text-left text-ink"
        >
          <span className="sr-only">Show the call of </span>
          <RelativeTime at={call.called_at} zone={zone} />
        </button>
      </td>
      <td className={`${CELL} max-w-80 min-w-48`}>
        <span className={`flex items-center gap-1.5 ${isLookUp ? "pl-3 text-ink-muted" : ""}`}>
          {isLookUp ? (
            <CornerDownRight className="size-3.5 shrink-0" aria-label="Look-up for a price" />
          ) : null}
          <Label text={call.endpoint} className="min-w-0 truncate whitespace-pre! font-mono text-[13px]" />
        </span>
      </td>
      <td className={CELL}>
        <VerdictBadge verdict={call.policy_verdict} />
      </td>
      <td className={`${CELL} whitespace-nowrap`}>
        <StateBadge state={stateOf(call.state)} />
        {onResolve === null ? null : (
          // Deciding is not showing: the row's own press stays out of it.
          // biome-ignore lint/a11y/noStaticElementInteractions: holds back a press, offers none
          // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside has its own keys
          <span onClick={(event) => event.stopPropagation()} className="ml-2">
            <Button size="sm" variant="outline" className="h-7 px-2 text-xs md:h-7" onPress={onResolve}>
              Resolve …
            </Button>
          </span>
        )}
      </td>
      <td className={`${CELL} text-ink-muted`}>
        <Money amount={call.requested_usd} />
      </td>
      <td className={CELL}>
        <Money amount={call.cost_usd} />
      </td>
      <td className={`${CELL} max-w-44 truncate font-mono text-[13px] text-ink-muted`}>
        {call.vendor_txn_id === null ? null : <Label text={call.vendor_txn_id} />}
      </td>
      <td className={`${CELL} text-right whitespace-nowrap text-ink-muted tabular-nums`}>
        {call.latency_ms === null ? null : `${call.latency_ms} ms`}
      </td>
    </tr>
  );
}
