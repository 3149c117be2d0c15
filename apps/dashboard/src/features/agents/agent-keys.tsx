import { StateBadge } from "@keybrake/ui";
import Link from "next/link";
import { Card } from "../overview/card.tsx";
import { keyPath } from "../shell/paths.ts";
import type { ShownAgent } from "./shown-agent.ts";

export function AgentKeys({ keys }: { readonly keys: ShownAgent["newest_keys"] }) {
  return (
    <Card title="Newest keys">
      <ul className="divide-y divide-line">
        {keys.map((key) => (
          <li key={key.id} className="flex items-center justify-between gap-4 px-4 py-2.5 text-sm">
            <Link href={keyPath(key.id)} className="min-w-0 truncate font-mono text-[13px] hover:underline">
              {key.key_label}
            </Link>
            <span className="flex shrink-0 items-center gap-4 text-xs text-ink-muted">
              {key.allowed_endpoints.length === 1
                ? "1 endpoint"
                : `${key.allowed_endpoints.length} endpoints`}
              <StateBadge state={key.state} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
