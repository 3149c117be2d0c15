"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { outcome } from "../form/outcome.ts";

export function RevokeInvitation({ id, email }: { readonly id: string; readonly email: string }) {
  const dialog = useOverlayState();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(trpc.invitations.revoke.mutationOptions());
  const act = async () => {
    const problem = await outcome(revoke.mutateAsync({ id }));
    if (problem !== null) return problem;
    toast.success(`The invitation for ${email} is revoked.`);
    await queryClient.invalidateQueries(trpc.invitations.pathFilter());
    return null;
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="text-denied"
        onPress={dialog.open}
        aria-label={`Revoke the invitation for ${email}`}
      >
        Revoke
      </Button>
      <ConfirmDialog state={dialog} title="Revoke the invitation?" confirm="Revoke" onConfirm={act}>
        <p className="text-sm">
          Its link is void from this moment on, and <Label text={email} /> cannot come in by it. It cannot be
          undone, but they can be invited anew.
        </p>
      </ConfirmDialog>
    </>
  );
}
