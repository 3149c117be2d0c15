"use client";

import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useDraftForm } from "./draft-context.tsx";
import { DraftTextField } from "./draft-text-field.tsx";
import { wordsOf } from "./key-draft.ts";

/** What most keys do without. Opens by itself where something in it is said to be wrong. */
export function MoreFields() {
  const { draft, faultAt } = useDraftForm();
  const isFilled = draft.assumed_call_usd !== "" || draft.currencies !== "" || draft.stripe_accounts !== "";
  const isFaulty =
    faultAt("assumed_call_usd") !== null ||
    listIsFaulty("currencies", draft.currencies, faultAt) ||
    listIsFaulty("stripe_accounts", draft.stripe_accounts, faultAt);
  const [isOpen, setOpen] = useState(isFilled);
  return (
    <details
      open={isOpen || isFaulty}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-lg border border-line"
    >
      <summary className="cursor-pointer px-4 py-3 text-sm font-medium">
        More{" "}
        <span className="font-normal text-ink-muted">
          currencies, connected accounts, calls of unknown price
        </span>
      </summary>
      <div className="flex flex-col gap-4 border-t border-line p-4">
        <DraftTextField
          field="currencies"
          label="Currencies"
          placeholder="usd, eur"
          description="What may be charged in, by three-letter codes. Empty: every currency that has a rate."
          maxLength={1_000}
        />
        {draft.vendor === "stripe" ? (
          <DraftTextField
            field="stripe_accounts"
            label="Connected Stripe accounts"
            placeholder="acct_1a2b3c"
            description="Which connected accounts calls may name. Empty: none."
            maxLength={7_000}
            isCode
          />
        ) : null}
        <AssumedPrice />
      </div>
    </details>
  );
}

function AssumedPrice() {
  return (
    <div className="flex flex-col gap-3 rounded-md bg-held-soft p-3">
      <p className="flex items-start gap-2 text-sm text-held">
        <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
        <span>
          <strong className="font-semibold">Unsafe.</strong> Some calls' prices cannot be known before they
          are sent, and are refused. With a price assumed, they are sent and only that much is held: a call
          that costs more goes over the caps, and the key is blocked only afterwards.
        </span>
      </p>
      <DraftTextField
        field="assumed_call_usd"
        label="Price to assume for such a call, in US dollars (unsafe)"
        unit="$"
        inputMode="decimal"
        description="Empty: such calls are refused."
      />
    </div>
  );
}

function listIsFaulty(
  field: string,
  text: string,
  faultAt: ReturnType<typeof useDraftForm>["faultAt"],
): boolean {
  return faultAt(field) !== null || wordsOf(text).some((_, index) => faultAt(`${field}[${index}]`) !== null);
}
