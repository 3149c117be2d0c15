"use client";

import { formatUsd, Label } from "@keybrake/ui";
import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { ScrollList } from "../scroll-list.tsx";
import { InFlightNow } from "./in-flight-now.tsx";
import { inFlightWords, plural } from "./in-flight-words.ts";
import { RevokeFrame } from "./revoke-frame.tsx";
import { sumUsd } from "./sum-usd.ts";
import { type Outcome, useBulkRevoke } from "./use-bulk-revoke.ts";

const BAR =
  "h-1.5 w-full appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent";

interface BulkRevokeProps {
  readonly vaultKeys: readonly {
    readonly id: string;
    readonly key_label: string;
    readonly agent_run_id: string;
  }[];
  readonly onClose: () => void;
}

export function BulkRevoke({ vaultKeys, onClose }: BulkRevokeProps) {
  const { outcomes, isRunning, run } = useBulkRevoke();
  const failed = vaultKeys.filter(({ id }) => outcomes.get(id)?.kind === "failed");
  const isAsked = outcomes.size > 0 || isRunning;
  const isDone = outcomes.size === vaultKeys.length && !isRunning && failed.length === 0;
  const todo = failed.length > 0 ? failed : vaultKeys;
  return (
    <RevokeFrame
      title={isDone ? "Revoked" : `Revoke ${plural(vaultKeys.length, "key")}?`}
      confirm={
        failed.length > 0 && !isRunning
          ? `Try ${plural(failed.length, "key")} again`
          : `Revoke ${plural(vaultKeys.length, "key")}`
      }
      isPending={isRunning}
      isDone={isDone}
      problem={null}
      onConfirm={() => void run(todo.map(({ id }) => id))}
      onClose={onClose}
    >
      {isAsked ? (
        <Progress outcomes={outcomes} all={vaultKeys.length} />
      ) : (
        <InFlightNow ids={vaultKeys.map(({ id }) => id)} />
      )}
      <ScrollList label="Keys" className="max-h-56 gap-1">
        {vaultKeys.map(({ id, key_label, agent_run_id }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2">
            <OutcomeIcon outcome={outcomes.get(id)} />
            <span className="font-mono text-[13px]">{key_label}</span>
            <Label text={agent_run_id} className="min-w-0 truncate whitespace-pre! text-ink-muted" />
            <OutcomeWords outcome={outcomes.get(id)} />
          </li>
        ))}
      </ScrollList>
      {isAsked ? null : (
        <p className="text-ink-muted">
          What is in flight goes on. This cannot be undone: the agents need new keys.
        </p>
      )}
    </RevokeFrame>
  );
}

function Progress({
  outcomes,
  all,
}: {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly all: number;
}) {
  const revoked = [...outcomes.values()].filter((outcome) => outcome.kind === "revoked");
  const inFlight = revoked.reduce((sum, outcome) => sum + outcome.inFlight, 0);
  const held = sumUsd(revoked.map(({ heldUsd }) => heldUsd));
  return (
    <div role="status" className="flex flex-col gap-1.5 tabular-nums">
      <progress aria-label="Keys revoked" value={revoked.length} max={all} className={BAR} />
      <p>
        {revoked.length} of {plural(all, "key")} revoked
        {inFlight > 0
          ? `; ${plural(inFlight, "call")} had been admitted before, up to ${formatUsd(held)} can still be spent`
          : ""}
        .
      </p>
    </div>
  );
}

function OutcomeIcon({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (outcome === undefined)
    return <CircleDashed className="size-4 shrink-0 text-ink-muted" aria-label="To be revoked" />;
  return outcome.kind === "revoked" ? (
    <CircleCheck className="size-4 shrink-0 text-allowed" aria-label="Revoked" />
  ) : (
    <CircleX className="size-4 shrink-0 text-denied" aria-label="Not revoked" />
  );
}

function OutcomeWords({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (outcome === undefined) return null;
  if (outcome.kind === "failed") return <span className="w-full pl-6 text-denied">{outcome.detail}</span>;
  return outcome.inFlight === 0 ? null : (
    <span className="ml-auto text-held">{inFlightWords(outcome.inFlight, outcome.heldUsd)}</span>
  );
}
