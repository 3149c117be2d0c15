"use client";

import { Label, RelativeTime } from "@keybrake/ui";
import type { ShownSessionRow } from "../session/read-sessions.ts";
import { useSession } from "../shell/session-context.tsx";
import { deviceWords } from "./device-words.ts";
import { RevokeSession } from "./revoke-session.tsx";

export function SessionRow({ session }: { readonly session: ShownSessionRow }) {
  const { zone } = useSession().organization;
  return (
    <tr>
      <td>
        <span className="flex flex-col">
          <span className="font-medium whitespace-nowrap">
            {deviceWords(session.user_agent)}
            {session.is_this ? (
              <span className="ml-2 rounded-sm bg-accent-soft px-1.5 py-0.5 text-xs text-accent">
                this one
              </span>
            ) : null}
          </span>
          <span className="line-clamp-1 max-w-80 min-w-40 text-xs text-ink-muted">
            <Label text={session.user_agent} />
          </span>
        </span>
      </td>
      <td className="font-mono text-xs">
        <Label text={session.client_ip} />
      </td>
      <td className="text-ink-muted">
        <RelativeTime at={session.last_seen_at} zone={zone} />
      </td>
      <td className="text-ink-muted">
        <RelativeTime at={session.created_at} zone={zone} />
      </td>
      <td className="text-right">{session.is_this ? null : <RevokeSession session={session} />}</td>
    </tr>
  );
}
