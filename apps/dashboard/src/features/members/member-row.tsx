"use client";

import { Label, RelativeTime } from "@keybrake/ui";
import { useMay, useSession } from "../shell/session-context.tsx";
import { ChangeRole } from "./change-role.tsx";
import type { Person } from "./person.ts";
import { RemoveMember } from "./remove-member.tsx";
import { ROLE_WORDS } from "./role-words.ts";

export function MemberRow({
  person,
  isLastOwner,
}: {
  readonly person: Person;
  readonly isLastOwner: boolean;
}) {
  const { organization } = useSession();
  const isAdmin = useMay("admin");
  const isOwner = useMay("owner");
  const isSelf = person.is_you;
  const mayChange = !isLastOwner && isAdmin && (isOwner || person.role !== "owner");
  return (
    <tr>
      <td>
        <span className="flex flex-col">
          <span className="font-medium">
            <Label text={person.name ?? person.email} />
            {isSelf ? <span className="font-normal text-ink-muted"> (you)</span> : null}
          </span>
          {person.name === null ? null : (
            <span className="text-xs text-ink-muted">
              <Label text={person.email} />
            </span>
          )}
        </span>
      </td>
      <td>
        <span className="flex flex-col">
          {ROLE_WORDS[person.role].name}
          {isLastOwner ? (
            <span className="min-w-56 text-xs text-ink-muted">
              The only owner: name another before this one can go.
            </span>
          ) : null}
        </span>
      </td>
      <td className="text-ink-muted">
        <RelativeTime at={person.joined_at} zone={organization.zone} />
      </td>
      <td>
        <span className="flex justify-end gap-1">
          {mayChange ? <ChangeRole person={person} isSelf={isSelf} /> : null}
          {mayChange || (isSelf && !isLastOwner) ? <RemoveMember person={person} isSelf={isSelf} /> : null}
        </span>
      </td>
    </tr>
  );
}
