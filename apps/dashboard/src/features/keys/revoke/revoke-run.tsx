"use client";

import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem.ts";
import { useSession } from "../../shell/session-context.tsx";
import { InFlightNow } from "./in-flight-now.tsx";
import { plural } from "./in-flight-words.ts";
import { RevokeFrame } from "./revoke-frame.tsx";
import { RevokedWords } from "./revoked-words.tsx";

interface RevokeRunProps {
  readonly agentRunId: string;
  /** Of those keys of the run that live. */
  readonly liveKeyIds: readonly string[];
  readonly onClose: () => void;
}

export function RevokeRun({ agentRunId, liveKeyIds, onClose }: RevokeRunProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { organization } = useSession();
  const revoke = useMutation(
    trpc.runs.revoke.mutationOptions({ onSettled: () => void queryClient.invalidateQueries() }),
  );
  return (
    <RevokeFrame
      title={revoke.isSuccess ? "Revoked" : "Revoke this whole run?"}
      confirm="Revoke the run"
      isPending={revoke.isPending}
      isDone={revoke.isSuccess}
      problem={revoke.error === null ? null : problemOf(revoke.error).detail}
      onConfirm={() => revoke.mutate({ agent_run_id: agentRunId })}
      onClose={onClose}
    >
      {revoke.data === undefined ? (
        <>
          <p>
            <Label text={agentRunId} className="font-medium" />: {plural(liveKeyIds.length, "live key")}
          </p>
          {liveKeyIds.length === 0 ? null : <InFlightNow ids={liveKeyIds} />}
          <p className="text-ink-muted">
            Every key of the run is revoked, and none is issued for a run of this name again. What is in
            flight goes on. This cannot be undone.
          </p>
        </>
      ) : (
        <RevokedWords
          what={`The run and its ${plural(revoke.data.keys, "key")} are revoked`}
          zone={organization.zone}
          answer={revoke.data}
        />
      )}
    </RevokeFrame>
  );
}
