"use client";

import { EmptyState, ErrorState, Label, RelativeTime, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { ROLE_WORDS } from "../members/role-words.ts";
import { useActorName } from "../members/use-actor-name.ts";
import { useMay, useSession } from "../shell/session-context.tsx";
import { Table } from "../table/table.tsx";
import { RevokeInvitation } from "./revoke-invitation.tsx";

const SHOWN_MAX = 200;

/** Who was asked in and has not come yet. */
export function PendingInvitations() {
  const trpc = useTRPC();
  const { organization } = useSession();
  const isOwner = useMay("owner");
  const nameOf = useActorName();
  const invitations = useQuery(trpc.invitations.list.queryOptions({ limit: SHOWN_MAX }));
  if (invitations.isPending)
    return <Skeleton lines={2} lineClassName="h-12" label="Loading the invitations" />;
  if (invitations.isError) {
    return (
      <ErrorState
        title="The invitations could not be read"
        onRetry={() => void invitations.refetch()}
        retrying={invitations.isFetching}
      >
        {problemOf(invitations.error).detail}
      </ErrorState>
    );
  }
  const pending = invitations.data.data.filter(({ state }) => state === "open");
  if (pending.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState title="No open invitations">
          Whoever you invite stands here until they have come.
        </EmptyState>
      </div>
    );
  }
  return (
    <Table
      label="Open invitations"
      columns={[
        { title: "For" },
        { title: "As" },
        { title: "Invited by" },
        { title: "Ends" },
        { title: "What can be done", isQuiet: true },
      ]}
    >
      {pending.map((invitation) => (
        <tr key={invitation.id}>
          <td className="font-medium">
            <Label text={invitation.email} />
          </td>
          <td>{ROLE_WORDS[invitation.role].name}</td>
          <td className="text-ink-muted">
            <Label text={nameOf(`user:${invitation.invited_by}`) ?? "somebody who has left"} />
          </td>
          <td className="text-ink-muted">
            <RelativeTime at={invitation.expires_at} zone={organization.zone} />
          </td>
          <td className="text-right">
            {isOwner || invitation.role !== "owner" ? <RevokeInvitation {...invitation} /> : null}
          </td>
        </tr>
      ))}
    </Table>
  );
}
