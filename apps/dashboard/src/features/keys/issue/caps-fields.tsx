"use client";

import { formatUsd } from "@keybrake/ui";
import { useDraftForm } from "./draft-context.tsx";
import { DraftTextField } from "./draft-text-field.tsx";

/** What the key may spend. Every one that is given holds; the tightest decides. */
export function CapsFields({ maxDailyUsd }: { readonly maxDailyUsd: string | null }) {
  const { policyTerms } = useDraftForm();
  const most = maxDailyUsd === null ? "" : ` ${formatUsd(maxDailyUsd)} at most.`;
  const usd = (value: string | undefined, without: string) =>
    value === undefined ? without : `The policy allows ${formatUsd(value)}; you may narrow it.`;
  const calls = policyTerms?.max_calls;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <DraftTextField
        field="daily_usd_cap"
        label="A day, in US dollars"
        unit="$"
        inputMode="decimal"
        placeholder={policyTerms?.daily_usd_cap ?? ""}
        description={usd(policyTerms?.daily_usd_cap, `Per calendar day in the organization's zone.${most}`)}
      />
      <DraftTextField
        field="run_usd_cap"
        label="The whole run, in US dollars"
        unit="$"
        inputMode="decimal"
        placeholder={policyTerms?.run_usd_cap ?? ""}
        description={usd(policyTerms?.run_usd_cap, "Over the key's whole life, however many days.")}
      />
      <DraftTextField
        field="call_usd_cap"
        label="One call, in US dollars"
        unit="$"
        inputMode="decimal"
        placeholder={policyTerms?.call_usd_cap ?? ""}
        description={usd(policyTerms?.call_usd_cap, "A dearer call is refused.")}
      />
      <DraftTextField
        field="max_calls"
        label="Number of calls"
        inputMode="numeric"
        placeholder={calls === undefined ? "" : String(calls)}
        description={
          calls === undefined
            ? "Look-ups and replayed retries are not counted."
            : `The policy allows ${calls}; you may narrow it.`
        }
      />
    </div>
  );
}
