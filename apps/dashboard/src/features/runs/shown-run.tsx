"use client";

import { Button } from "@heroui/react";
import { Label, PageHeader, RelativeTime, visible } from "@keybrake/ui";
import Link from "next/link";
import { useState } from "react";
import { RevokeRun } from "../keys/revoke/revoke-run.tsx";
import { agentPath, auditPath } from "../shell/paths.ts";
import { useMay, useSession } from "../shell/session-context.tsx";
import type { Run } from "./run.ts";
import { RunKeys } from "./run-keys.tsx";
import { RUN_QUESTION } from "./run-question.ts";
import { RunState } from "./run-state.tsx";
import { RunTotals } from "./run-totals.tsx";
import { RunVerdicts } from "./run-verdicts.tsx";
import { Timeline } from "./timeline.tsx";
import { UnknownCalls } from "./unknown-calls.tsx";

export function ShownRun({ run }: { readonly run: Run }) {
  const { zone } = useSession().organization;
  const mayRevoke = useMay("member");
  const [isAsked, setAsked] = useState(false);
  const liveKeyIds = run.vault_keys.filter(({ state }) => state === "active").map(({ id }) => id);
  return (
    <>
      <PageHeader
        title={`Run ${visible(run.agent_run_id)}`}
        question={RUN_QUESTION}
        actions={
          mayRevoke && run.state !== "revoked" ? (
            <Button variant="danger-soft" onPress={() => setAsked(true)}>
              Revoke the run
            </Button>
          ) : null
        }
      />
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 pb-5 text-sm text-ink-muted">
        <RunState run={run} zone={zone} />
        <span>
          of agent{" "}
          <Link
            href={agentPath(run.agent_name)}
            className="font-medium text-ink hover:text-accent hover:underline"
          >
            <Label text={run.agent_name} className="break-all" />
          </Link>
          , first key issued <RelativeTime at={run.first_issued_at} zone={zone} />
        </span>
      </p>
      <RunTotals run={run} zone={zone} />
      <UnknownCalls run={run} />
      <RunVerdicts run={run} />
      <RunKeys vaultKeys={run.vault_keys} total={run.keys} zone={zone} />
      <Timeline
        title="Timeline"
        filter={{ agent_run_id: run.agent_run_id }}
        auditHref={auditPath({ agent_run_id: run.agent_run_id })}
      />
      {isAsked ? (
        <RevokeRun agentRunId={run.agent_run_id} liveKeyIds={liveKeyIds} onClose={() => setAsked(false)} />
      ) : null}
    </>
  );
}
