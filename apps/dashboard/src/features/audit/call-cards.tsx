"use client";

import { Label, Money, RelativeTime, StateBadge, VerdictBadge } from "@keybrake/ui";
import { isOpen, stateOf } from "./call-state.ts";
import { HeldOrRequested } from "./held-or-requested.tsx";
import { moveFocus } from "./move-focus.ts";
import type { Call } from "./use-calls.ts";

interface CallCardsProps {
  readonly calls: readonly Call[];
  readonly zone: string;
  readonly onShow: (id: string) => void;
}

/** The same calls for narrow screens, one below the other. */
export function CallCards({ calls, zone, onShow }: CallCardsProps) {
  return (
    <ul onKeyDown={moveFocus} className="divide-y divide-line">
      {calls.map((call) => (
        <li key={call.id}>
          <button
            type="button"
            data-call={call.id}
            onClick={() => onShow(call.id)}
            className="flex w-full cursor-pointer flex-col gap-1 px-3 py-2.5 text-left text-sm hover:bg-code"
          >
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate font-mono text-[13px]">
                <Label text={call.endpoint} className="whitespace-pre!" />
              </span>
              {isOpen(call.state) ? <HeldOrRequested call={call} /> : <Money amount={call.cost_usd} inline />}
            </span>
            <span className="flex items-baseline justify-between gap-3 text-xs text-ink-muted">
              <span className="min-w-0 truncate">
                <Label text={call.agent_run_id} className="whitespace-pre!" />
              </span>
              <RelativeTime at={call.called_at} zone={zone} />
            </span>
            <span className="flex flex-wrap gap-1.5">
              <VerdictBadge verdict={call.policy_verdict} />
              {call.state === "denied" ? null : <StateBadge state={stateOf(call.state)} />}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
