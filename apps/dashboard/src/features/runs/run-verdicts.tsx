import { VerdictBadge } from "@keybrake/ui";
import Link from "next/link";
import { auditPath } from "../shell/paths.ts";
import type { Run } from "./run.ts";

/** How its calls were judged; each leads to those calls. */
export function RunVerdicts({ run }: { readonly run: Run }) {
  if (run.verdicts.length === 0) return null;
  return (
    <ul aria-label="Calls by verdict" className="flex flex-wrap gap-2 pb-6">
      {run.verdicts.map(({ verdict, calls }) => (
        <li key={verdict}>
          <Link
            href={auditPath({ agent_run_id: run.agent_run_id, verdict })}
            className="inline-flex items-center gap-2 rounded-md border border-line bg-surface px-2 py-1 text-sm tabular-nums hover:border-ink-muted"
          >
            <VerdictBadge verdict={verdict} />
            {calls.toLocaleString("en-US")}
          </Link>
        </li>
      ))}
    </ul>
  );
}
