"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label, RelativeTime } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { useSession } from "../shell/session-context.tsx";
import type { ServiceToken } from "./service-token.ts";

export function RevokeServiceToken({ token }: { readonly token: ServiceToken }) {
  const { zone } = useSession().organization;
  const dialog = useOverlayState();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(trpc.serviceTokens.revoke.mutationOptions());
  const act = async () => {
    const problem = await outcome(revoke.mutateAsync({ id: token.id }));
    if (problem !== null) return problem;
    toast.success(`The token ${token.label} is revoked.`);
    await queryClient.invalidateQueries(trpc.serviceTokens.pathFilter());
    return null;
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="text-denied"
        onPress={dialog.open}
        aria-label={`Revoke the token ${token.label}`}
      >
        Revoke
      </Button>
      <ConfirmDialog state={dialog} title={`Revoke ${token.label}?`} confirm="Revoke" onConfirm={act}>
        <p className="text-sm">
          What uses <Label text={token.label} /> can issue, revoke and read nothing from its next request on.
          {token.last_used_at === null ? (
            "It was never used."
          ) : (
            <>
              It was last used <RelativeTime at={token.last_used_at} zone={zone} />.
            </>
          )}{" "}
          Vault keys that it issued go on working.
        </p>
        <p className="text-sm text-ink-muted">It cannot be undone.</p>
      </ConfirmDialog>
    </>
  );
}
