"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { useSession } from "../shell/session-context.tsx";
import type { Person } from "./person.ts";

interface RemoveMemberProps {
  readonly person: Person;
  readonly isSelf: boolean;
}

/** Takes a person out of the organization; anybody may take out themselves. */
export function RemoveMember({ person, isSelf }: RemoveMemberProps) {
  const { organization } = useSession();
  const dialog = useOverlayState();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.members.remove.mutationOptions());
  const leave = useMutation(trpc.members.leave.mutationOptions());
  const who = person.name ?? person.email;
  const act = async () => {
    const problem = await outcome(
      isSelf ? leave.mutateAsync({}) : remove.mutateAsync({ user_id: person.user_id }),
    );
    if (problem !== null) return problem;
    if (isSelf) window.location.assign("/");
    else {
      toast.success(`${who} is no member any more.`);
      await queryClient.invalidateQueries(trpc.members.pathFilter());
    }
    return null;
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="text-denied"
        onPress={dialog.open}
        aria-label={isSelf ? `Leave ${organization.name}` : `Remove ${who}`}
      >
        {isSelf ? "Leave" : "Remove"}
      </Button>
      <ConfirmDialog
        state={dialog}
        title={isSelf ? `Leave ${organization.name}?` : `Remove ${who}?`}
        confirm={isSelf ? "Leave" : "Remove"}
        onConfirm={act}
      >
        <p className="text-sm">
          {isSelf ? "You see" : <Label text={person.email} />} {isSelf ? "" : "sees "}nothing of{" "}
          <Label text={organization.name} /> from this moment on. Vault keys and service tokens that{" "}
          {isSelf ? "you" : "they"} made go on working until they are revoked.
        </p>
        <p className="text-sm text-ink-muted">Coming back takes a new invitation.</p>
      </ConfirmDialog>
    </>
  );
}
