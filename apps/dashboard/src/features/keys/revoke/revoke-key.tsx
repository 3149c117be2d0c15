"use client";

import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem.ts";
import { useSession } from "../../shell/session-context.tsx";
import { InFlightNow } from "./in-flight-now.tsx";
import { RevokeFrame } from "./revoke-frame.tsx";
import { RevokedWords } from "./revoked-words.tsx";

interface RevokeKeyProps {
  readonly vaultKey: { readonly id: string; readonly key_label: string; readonly agent_run_id: string };
  readonly onClose: () => void;
}

export function RevokeKey({ vaultKey, onClose }: RevokeKeyProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { organization } = useSession();
  const revoke = useMutation(
    trpc.vaultKeys.revoke.mutationOptions({ onSettled: () => void queryClient.invalidateQueries() }),
  );
  return (
    <RevokeFrame
      title={revoke.isSuccess ? "Revoked" : "Revoke this key?"}
      confirm="Revoke the key"
      isPending={revoke.isPending}
      isDone={revoke.isSuccess}
      problem={revoke.error === null ? null : problemOf(revoke.error).detail}
      onConfirm={() => revoke.mutate({ id: vaultKey.id })}
      onClose={onClose}
    >
      {revoke.data === undefined ? (
        <>
          <p>
            <span className="font-mono">{vaultKey.key_label}</span> of run{" "}
            <Label text={vaultKey.agent_run_id} className="font-medium" />
          </p>
          <InFlightNow ids={[vaultKey.id]} />
          <p className="text-ink-muted">
            From then on no call is admitted; what is in flight goes on. This cannot be undone: the agent
            needs a new key.
          </p>
        </>
      ) : (
        <RevokedWords what="The key is revoked" zone={organization.zone} answer={revoke.data} />
      )}
    </RevokeFrame>
  );
}
