"use client";

import { Label, Money, RelativeTime, StateBadge, VerdictBadge } from "@keybrake/ui";
import Link from "next/link";
import { runPath } from "../shell/paths.ts";
import { stateOf } from "./call-state.ts";
import { HeldOrRequested } from "./held-or-requested.tsx";
import { moveFocus } from "./move-focus.ts";
import type { Call } from "./use-calls.ts";

interface CallsTableProps {
  readonly calls: readonly Call[];
  readonly zone: string;
  readonly shownId: string | null;
  readonly onShow: (id: string) => void;
}

const HEAD = "px-2.5 py-2 text-left text-xs font-medium whitespace-nowrap text-ink-muted";
const CELL = "h-10 px-2.5";

/** For wide screens; scrolls in its own box where it is still too wide. */
export function CallsTable({ calls, zone, shownId, onShow }: CallsTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Table of calls" tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-sm">
        <thead className="border-b border-line">
          <tr>
            <th className={HEAD}>Time</th>
            <th className={HEAD}>Run</th>
            <th className={HEAD}>Endpoint</th>
            <th className={HEAD}>Verdict</th>
            <th className={HEAD}>State</th>
            <th className={`${HEAD} text-right`}>Cost</th>
            <th className={`${HEAD} text-right`}>Held or asked</th>
            <th className={HEAD}>Vendor transaction</th>
            <th className={`${HEAD} text-right`}>Latency</th>
          </tr>
        </thead>
        <tbody onKeyDown={moveFocus} className="divide-y divide-line">
          {calls.map((call) => (
            <CallRow key={call.id} call={call} zone={zone} isShown={call.id === shownId} onShow={onShow} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CallRowProps {
  readonly call: Call;
  readonly zone: string;
  readonly isShown: boolean;
  readonly onShow: (id: string) => void;
}

function CallRow({ call, zone, isShown, onShow }: CallRowProps) {
  const show = () => onShow(call.id);
  return (
    <tr onClick={show} className={`cursor-pointer hover:bg-code ${isShown ? "bg-accent-soft" : ""}`}>
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
      <td className={`${CELL} max-w-52`}>
        <Link
          href={runPath(call.agent_run_id)}
          onClick={(event) => event.stopPropagation()}
          className="block truncate hover:text-accent hover:underline"
        >
          <Label text={call.agent_run_id} className="whitespace-pre!" />
        </Link>
      </td>
      <td className={`${CELL} max-w-72 truncate font-mono text-[13px]`}>
        <Label text={call.endpoint} className="whitespace-pre!" />
      </td>
      <td className={CELL}>
        <VerdictBadge verdict={call.policy_verdict} />
      </td>
      <td className={CELL}>
        <StateBadge state={stateOf(call.state)} />
      </td>
      <td className={CELL}>
        <span className={call.cost_usd === "0" ? "text-ink-muted" : ""}>
          <Money amount={call.cost_usd} />
        </span>
      </td>
      <td className={CELL}>
        <HeldOrRequested call={call} />
      </td>
      <td className={`${CELL} max-w-40 truncate font-mono text-[13px] text-ink-muted`}>
        {call.vendor_txn_id === null ? null : <Label text={call.vendor_txn_id} className="whitespace-pre!" />}
      </td>
      <td className={`${CELL} text-right whitespace-nowrap text-ink-muted tabular-nums`}>
        {call.latency_ms === null ? null : `${call.latency_ms} ms`}
      </td>
    </tr>
  );
}
