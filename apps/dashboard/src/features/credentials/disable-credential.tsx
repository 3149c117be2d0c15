"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PowerOff } from "lucide-react";
import { useTRPC } from "../../trpc/client.tsx";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { inFlightWords, plural } from "../keys/revoke/in-flight-words.ts";
import type { Credential } from "./credential.ts";

/** Ends a credential and every live key on it, for good. */
export function DisableCredential({ credential }: { readonly credential: Credential }) {
  const dialog = useOverlayState();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const disable = useMutation(trpc.credentials.disable.mutationOptions());
  const act = async () => {
    const sent = disable.mutateAsync({ id: credential.id });
    const problem = await outcome(sent);
    if (problem !== null) return problem;
    const { revoked_keys: revoked } = await sent;
    toast.success(`${credential.label} is disabled; ${plural(revoked, "live key")} revoked.`);
    await queryClient.invalidateQueries();
    return null;
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="text-denied"
        onPress={dialog.open}
        aria-label={`Disable ${credential.label}`}
      >
        <PowerOff className="size-4" aria-hidden="true" />
        Disable
      </Button>
      <ConfirmDialog state={dialog} title="Disable this credential?" confirm="Disable it" onConfirm={act}>
        <WhatEnds credential={credential} />
      </ConfirmDialog>
    </>
  );
}

const AGAIN_MS = 2_000;

function WhatEnds({ credential }: { readonly credential: Credential }) {
  const trpc = useTRPC();
  const { data: use } = useQuery({
    ...trpc.credentials.use.queryOptions({ id: credential.id }),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  });
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="text-ink">
        <Label text={credential.label} className="font-medium" /> ends in{" "}
        <span className="font-mono">{credential.last4}</span>.
      </p>
      <p aria-live="polite" className="rounded-md bg-held-soft px-3 py-2 text-held tabular-nums">
        {use === undefined
          ? "Looking what uses it …"
          : `${plural(use.live_keys, "live vault key")} will be revoked. ${inFlightWords(use.in_flight_total, use.in_flight_held_usd)}${use.in_flight_total === 0 ? "." : ": those calls still finish."}`}
      </p>
      <p className="text-ink-muted">
        This cannot be undone. To use the secret again, add it as a new credential and issue new keys.
      </p>
    </div>
  );
}
