"use client";

import { Description, FieldError, Input, Label, TextField } from "@heroui/react";
import { formatUsd } from "@keybrake/ui";
import { useId } from "react";
import { type Decision, REASON_MAX, type ResolveDraft } from "./resolve-draft.ts";

interface ResolveFieldsProps {
  readonly draft: ResolveDraft;
  readonly onChange: (draft: ResolveDraft) => void;
  readonly faultAt: (field: string) => string | null;
  readonly heldUsd: string;
}

export function ResolveFields({ draft, onChange, faultAt, heldUsd }: ResolveFieldsProps) {
  const cost = faultAt("cost_usd");
  const reason = faultAt("reason");
  return (
    <>
      <DecisionField draft={draft} onChange={onChange} fault={faultAt("decision")} heldUsd={heldUsd} />
      {draft.decision === "settled" ? (
        <TextField
          fullWidth
          isRequired
          validationBehavior="aria"
          value={draft.cost_usd}
          onChange={(cost_usd) => onChange({ ...draft, cost_usd })}
          isInvalid={cost !== null}
          maxLength={20}
        >
          <Label>What it cost, in US dollars</Label>
          <Input inputMode="decimal" autoComplete="off" className="tabular-nums" />
          <Description>
            What is above {formatUsd(heldUsd)} is overage, and blocks the key's priced calls.
          </Description>
          <FieldError>{cost}</FieldError>
        </TextField>
      ) : null}
      <TextField
        fullWidth
        isRequired
        validationBehavior="aria"
        value={draft.reason}
        onChange={(text) => onChange({ ...draft, reason: text })}
        isInvalid={reason !== null}
        maxLength={REASON_MAX}
      >
        <Label>How do you know?</Label>
        <Input autoComplete="off" placeholder="Not in Stripe's log at 14:03, looked up by amount" />
        <FieldError>{reason}</FieldError>
      </TextField>
    </>
  );
}

interface DecisionFieldProps extends Omit<ResolveFieldsProps, "faultAt"> {
  readonly fault: string | null;
}

function DecisionField({ draft, onChange, fault, heldUsd }: DecisionFieldProps) {
  const faultId = useId();
  const choices: readonly { readonly decision: Decision; readonly title: string; readonly detail: string }[] =
    [
      { decision: "settled", title: "It happened", detail: "Settle it: what it cost is spent, for good." },
      {
        decision: "released",
        title: "It did not happen",
        detail: `Release it: it cost nothing, and ${formatUsd(heldUsd)} can be spent again.`,
      },
    ];
  return (
    <fieldset
      aria-describedby={fault === null ? undefined : faultId}
      data-invalid={fault === null ? undefined : true}
      className="flex flex-col gap-2"
    >
      <legend className="pb-1 text-sm font-medium">At the vendor</legend>
      {choices.map(({ decision, title, detail }) => (
        <label
          key={decision}
          className="flex cursor-pointer items-start gap-3 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name="decision"
            value={decision}
            checked={draft.decision === decision}
            onChange={() => onChange({ ...draft, decision })}
            className="mt-0.5 size-4 accent-(--accent)"
          />
          <span>
            <span className="font-medium">{title}</span>
            <span className="block text-ink-muted">{detail}</span>
          </span>
        </label>
      ))}
      {fault === null ? null : (
        <p id={faultId} role="alert" className="text-xs text-denied">
          {fault}
        </p>
      )}
    </fieldset>
  );
}
