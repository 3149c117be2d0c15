"use client";

import { fieldFault } from "../form/field-fault.ts";
import { TextEntry } from "../form/text-entry.tsx";
import { useMay } from "../shell/session-context.tsx";
import { formatDuration, parseDuration } from "./duration.ts";
import { SettingsForm } from "./settings-form.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { useDraft } from "./use-draft.ts";

interface MaximaSettingsProps {
  readonly maxExpirySeconds: number;
  readonly maxDailyUsdCap: string;
  readonly maxLiveKeys: number;
}

type Fields = ReturnType<typeof shown>;

function shown({ maxExpirySeconds, maxDailyUsdCap, maxLiveKeys }: MaximaSettingsProps) {
  return {
    max_expiry_seconds: formatDuration(maxExpirySeconds),
    max_daily_usd_cap: maxDailyUsdCap,
    max_live_keys: String(maxLiveKeys),
  };
}

/** What nobody can issue more than, whoever they are and whatever a policy says. */
export function MaximaSettings(maxima: MaximaSettingsProps) {
  const mayChange = useMay("admin");
  const draft = useDraft(shown(maxima));
  const field = (name: keyof Fields) => ({
    name,
    value: draft.fields[name],
    onChange: draft.set(name),
    isDisabled: !mayChange,
    maxLength: 20,
    autoComplete: "off",
  });
  return (
    <SettingsSection
      title="Maxima"
      lead="No key is issued beyond these, whoever issues it. Keys already issued stay as they are."
    >
      <SettingsForm draft={draft} read={read}>
        <TextEntry
          {...field("max_expiry_seconds")}
          label="Longest life of a vault key"
          description="A number with s, m, h or d: 24h, 7d."
        />
        <TextEntry
          {...field("max_daily_usd_cap")}
          label="Highest daily cap, in US dollars"
          inputMode="decimal"
          description="For one vault key."
        />
        <TextEntry
          {...field("max_live_keys")}
          label="Live vault keys"
          inputMode="numeric"
          description="How many may be neither expired nor revoked at the same time."
        />
      </SettingsForm>
    </SettingsSection>
  );
}

function read(fields: Fields) {
  const seconds = parseDuration(fields.max_expiry_seconds);
  if (seconds === null)
    return fieldFault("max_expiry_seconds", "Write a number with s, m, h or d, such as 24h.");
  const keys = fields.max_live_keys.trim();
  if (!/^[0-9]{1,9}$/.test(keys)) return fieldFault("max_live_keys", "Write a whole number.");
  return {
    max_expiry_seconds: seconds,
    max_daily_usd_cap: fields.max_daily_usd_cap.trim(),
    max_live_keys: Number(keys),
  };
}
