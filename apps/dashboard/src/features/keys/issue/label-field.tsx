"use client";

import { parseAgentRunLabel } from "@keybrake/policy";
import { Label } from "@keybrake/ui";
import { useDraftForm } from "./draft-context.tsx";
import { DraftTextField } from "./draft-text-field.tsx";

/** Whose key it is: read back while it is typed, since the last slash decides which agent it counts for. */
export function LabelField() {
  const { draft } = useDraftForm();
  return (
    <DraftTextField
      field="agent_run_label"
      label="Agent and run"
      placeholder="billing/run_1"
      description={<Reading label={draft.agent_run_label.trim()} />}
      maxLength={200}
      isCode
      isRequired
    />
  );
}

function Reading({ label }: { readonly label: string }) {
  const run = parseAgentRunLabel(label);
  if (!run.ok) return "As agent/run; the last slash parts them. Spend is counted by both.";
  return (
    <span aria-live="polite">
      Run <Label text={run.value.runName} className="font-mono text-ink" /> of agent{" "}
      <Label text={run.value.agentName} className="font-mono text-ink" />
    </span>
  );
}
