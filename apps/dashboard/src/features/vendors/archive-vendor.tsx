"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import type { CustomVendor } from "./custom-vendor.ts";

export function ArchiveVendor({ vendor: { name, title } }: { readonly vendor: CustomVendor }) {
  const dialog = useOverlayState();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const archive = useMutation(trpc.vendors.archive.mutationOptions());
  const act = async () => {
    const problem = await outcome(archive.mutateAsync({ vendor: name }));
    if (problem !== null) return problem;
    toast.success(`${title} is archived.`);
    await queryClient.invalidateQueries(trpc.vendors.pathFilter());
    return null;
  };
  return (
    <>
      <Button variant="ghost" className="text-denied" onPress={dialog.open}>
        Archive
      </Button>
      <ConfirmDialog state={dialog} title="Archive this vendor?" confirm="Archive it" onConfirm={act}>
        <p className="text-sm">
          No credential can be added and no key issued for <Label text={title} className="font-medium" /> any
          more, and its name stays taken. Keys that there are keep working until they expire: to stop them at
          once, disable its credentials.
        </p>
        <p className="text-sm text-ink-muted">This cannot be undone.</p>
      </ConfirmDialog>
    </>
  );
}
