import { Label, RelativeTime, VerdictBadge } from "@keybrake/ui";
import Link from "next/link";
import { Card } from "../overview/card.tsx";
import { auditPath } from "../shell/paths.ts";
import { useSession } from "../shell/session-context.tsx";
import type { ShownAgent } from "./shown-agent.ts";

interface DeniedEndpointsProps {
  readonly agentName: string;
  readonly from: string;
  readonly denied: ShownAgent["denied_endpoints"];
}

/** What the agent tried and was refused: a wrong allowlist, or an agent that was talked into something. */
export function DeniedEndpoints({ agentName, from, denied }: DeniedEndpointsProps) {
  const { zone } = useSession().organization;
  return (
    <Card title="Denied endpoints">
      {denied.length === 0 ? (
        <p className="px-4 py-6 text-sm text-ink-muted">Nothing was refused in this window.</p>
      ) : (
        <ul className="divide-y divide-line">
          {denied.map(({ vendor, endpoint, verdict, calls, last_at }) => (
            <li key={`${vendor} ${endpoint} ${verdict}`}>
              <Link
                href={auditPath({ agent_name: agentName, vendor, endpoint, verdict, from })}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5 text-sm hover:bg-code"
              >
                <Label text={endpoint} isOneLine className="font-mono text-[13px]" />
                <span className="flex shrink-0 items-center gap-4 text-xs text-ink-muted">
                  <VerdictBadge verdict={verdict} />
                  <span className="tabular-nums">
                    {calls.toLocaleString("en-US")} {calls === 1 ? "call" : "calls"}
                  </span>
                  <RelativeTime at={last_at} zone={zone} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
