"use client";

import { parseExpiresIn } from "@keybrake/policy";
import { useSession } from "../../shell/session-context.tsx";
import { useDraftForm } from "./draft-context.tsx";
import { DraftTextField } from "./draft-text-field.tsx";
import { ExpiresAt } from "./expires-at.tsx";

const PRESETS = ["15m", "1h", "3h", "8h", "24h"];

/** How long the key lives: a preset, or as one would write it to the API. */
export function ExpiryField({ maxExpiryMs }: { readonly maxExpiryMs: number }) {
  const { draft, set, policyTerms } = useDraftForm();
  const { organization } = useSession();
  const text = draft.expires_in.trim();
  const expiry = parseExpiresIn(text, maxExpiryMs);
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <DraftTextField
        field="expires_in"
        label="Expires in"
        placeholder="3h"
        description={
          <>
            {expiry.ok ? (
              <ExpiresAt inMs={expiry.value} zone={organization.zone} />
            ) : (
              "A number and s, m, h or d."
            )}
            {policyTerms?.expires_in === undefined ? null : ` The policy allows ${policyTerms.expires_in}.`}
          </>
        }
        isCode
        isRequired
        className="min-w-40 flex-1"
      />
      <fieldset aria-label="Usual times" className="flex flex-wrap gap-1.5 sm:pt-6">
        {PRESETS.filter((preset) => parseExpiresIn(preset, maxExpiryMs).ok).map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={text === preset}
            onClick={() => set("expires_in", preset)}
            className="h-9 cursor-pointer rounded-md border border-line-strong bg-surface px-3 text-sm text-ink-muted tabular-nums hover:border-ink-muted hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
          >
            {preset}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
