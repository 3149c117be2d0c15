"use client";

import { moveFocus } from "../audit/move-focus.ts";
import { TimelineRow } from "./timeline-row.tsx";
import type { TimelineCall, TimelineEntry } from "./use-timeline.ts";

export interface TimelineEntriesProps {
  readonly entries: readonly TimelineEntry[];
  readonly zone: string;
  readonly shownId: string | null;
  readonly onShow: (id: string) => void;
  /** Null where the role may not decide. */
  readonly onResolve: ((call: TimelineCall) => void) | null;
}

const BOX = "overflow-x-auto rounded-lg border border-line bg-surface";
const HEAD = "h-9 px-3 text-left text-xs font-medium whitespace-nowrap text-ink-muted";

export function TimelineTable({ entries, zone, shownId, onShow, onResolve }: TimelineEntriesProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Calls, newest first" tabIndex={0} className={BOX}>
      <table className="w-full text-sm">
        <thead className="border-b border-line">
          <tr>
            <th scope="col" className={HEAD}>
              Time
            </th>
            <th scope="col" className={HEAD}>
              Endpoint
            </th>
            <th scope="col" className={HEAD}>
              Verdict
            </th>
            <th scope="col" className={HEAD}>
              State
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              Price, USD
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              Cost, USD
            </th>
            <th scope="col" className={HEAD}>
              Vendor transaction
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              Latency
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={moveFocus} className="divide-y divide-line">
          {entries.map(({ call, isLookUp }) => (
            <TimelineRow
              key={call.id}
              call={call}
              zone={zone}
              isLookUp={isLookUp}
              isShown={call.id === shownId}
              onShow={onShow}
              onResolve={onResolve === null || call.state !== "unknown" ? null : () => onResolve(call)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
