import { Label, Money, RelativeTime } from "@keybrake/ui";
import Link from "next/link";
import { Card } from "../overview/card.tsx";
import { runPath } from "../shell/paths.ts";
import { useSession } from "../shell/session-context.tsx";
import type { ShownAgent } from "./shown-agent.ts";

export function AgentRuns({ runs }: { readonly runs: ShownAgent["newest_runs"] }) {
  const { zone } = useSession().organization;
  return (
    <Card title="Newest runs">
      <ul className="divide-y divide-line">
        {runs.map((run) => (
          <li
            key={run.agent_run_id}
            className="flex items-baseline justify-between gap-4 px-4 py-2.5 text-sm"
          >
            <Link href={runPath(run.agent_run_id)} className="min-w-0 font-medium hover:underline">
              <Label text={run.agent_run_id} isOneLine />
            </Link>
            <span className="flex shrink-0 items-baseline gap-4">
              <RelativeTime at={run.last_issued_at} zone={zone} className="text-xs text-ink-muted" />
              <Money amount={run.spent_usd} inline />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
