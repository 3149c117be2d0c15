"use client";

import { Label, RelativeTime } from "@keybrake/ui";
import { useActorName } from "../members/use-actor-name.ts";
import { useMay, useSession } from "../shell/session-context.tsx";
import { RevokeServiceToken } from "./revoke-service-token.tsx";
import type { ServiceToken } from "./service-token.ts";

export function ServiceTokenRow({ token }: { readonly token: ServiceToken }) {
  const mayRevoke = useMay("admin");
  const { zone } = useSession().organization;
  const nameOf = useActorName();
  const maker = token.created_by === null ? "the keybrake command" : nameOf(token.created_by);
  const isRevoked = token.revoked_at !== null;
  return (
    <tr className={isRevoked ? "text-ink-muted" : ""}>
      <td>
        <span className="flex flex-col">
          <Label text={token.label} className="font-medium" />
          <span className="font-mono text-xs text-ink-muted">kbt_…{token.last4}</span>
        </span>
      </td>
      <td>
        <span className="flex max-w-72 flex-wrap gap-1">
          {token.scopes.map((scope) => (
            <code key={scope} className="rounded-sm bg-code px-1.5 py-0.5 font-mono text-xs">
              {scope}
            </code>
          ))}
        </span>
      </td>
      <td className="text-ink-muted">
        {token.last_used_at === null ? "Never" : <RelativeTime at={token.last_used_at} zone={zone} />}
      </td>
      <td className="text-ink-muted">
        <RelativeTime at={token.created_at} zone={zone} />
        {maker === null ? null : (
          <span className="block text-xs">
            by <Label text={maker} />
          </span>
        )}
      </td>
      <td className="text-right">
        {token.revoked_at === null ? (
          mayRevoke ? (
            <RevokeServiceToken token={token} />
          ) : null
        ) : (
          <span className="text-xs">
            revoked <RelativeTime at={token.revoked_at} zone={zone} />
          </span>
        )}
      </td>
    </tr>
  );
}
