"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import type { ShownPolicy } from "./shown-policy.ts";

export function ArchivePolicy({ policy }: { readonly policy: ShownPolicy }) {
  const dialog = useOverlayState();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const archive = useMutation(trpc.policies.archive.mutationOptions());
  const act = async () => {
    const problem = await outcome(archive.mutateAsync({ id: policy.id }));
    if (problem !== null) return problem;
    toast.success(`${policy.name} is archived.`);
    await queryClient.invalidateQueries(trpc.policies.pathFilter());
    return null;
  };
  return (
    <>
      <Button variant="ghost" className="text-denied" onPress={dialog.open}>
        Archive
      </Button>
      <ConfirmDialog state={dialog} title="Archive this policy?" confirm="Archive it" onConfirm={act}>
        <p className="text-sm">
          No key can be issued from <Label text={policy.name} className="font-medium" /> any more, by its name
          or id, and its name stays taken. Keys that were issued from it keep working by the rules that they
          carry.
        </p>
        <p className="text-sm text-ink-muted">This cannot be undone. Its versions stay readable.</p>
      </ConfirmDialog>
    </>
  );
}
