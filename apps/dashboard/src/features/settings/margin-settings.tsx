"use client";

import { fieldFault } from "../form/field-fault.ts";
import { TextEntry } from "../form/text-entry.tsx";
import { useMay } from "../shell/session-context.tsx";
import { CurrencyRates } from "./currency-rates.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { useDraft } from "./use-draft.ts";

const BPS_PER_PERCENT = 100;

export function MarginSettings({ marginBps }: { readonly marginBps: number }) {
  const mayChange = useMay("admin");
  const draft = useDraft({ margin_bps: String(marginBps / BPS_PER_PERCENT) });
  return (
    <SettingsSection
      title="Currencies"
      lead="Caps are in US dollars. A call in another currency counts as amount × rate × (1 + margin), the same when it is held and when it is settled. A key keeps the rates that it was issued with."
    >
      <div className="flex flex-col gap-6">
        <SettingsForm draft={draft} read={read}>
          <TextEntry
            name="margin_bps"
            label="Margin, in percent"
            value={draft.fields.margin_bps}
            onChange={draft.set("margin_bps")}
            inputMode="decimal"
            maxLength={8}
            isDisabled={!mayChange}
            description="Stands between the market's rate, the card network's, and your caps."
          />
        </SettingsForm>
        <CurrencyRates />
      </div>
    </SettingsSection>
  );
}

function read({ margin_bps: text }: { readonly margin_bps: string }) {
  if (!/^[0-9]{1,3}(\.[0-9]{1,2})?$/.test(text.trim())) {
    return fieldFault("margin_bps", "Write percent with at most two decimals, such as 5 or 2.5.");
  }
  // Through the digits: 0.29 * 100 is not 29.
  return { margin_bps: Math.round(Number(text) * BPS_PER_PERCENT) };
}
