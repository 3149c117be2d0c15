"use client";

import { TextEntry } from "../form/text-entry.tsx";
import { ZoneField } from "../organization/zone-field.tsx";
import { useMay } from "../shell/session-context.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { useDraft } from "./use-draft.ts";

interface OrganizationSettingsProps {
  readonly name: string;
  readonly zone: string;
}

export function OrganizationSettings({ name, zone }: OrganizationSettingsProps) {
  const mayChange = useMay("admin");
  const draft = useDraft({ name, time_zone: zone });
  return (
    <SettingsSection
      title="Organization"
      lead="Its name as people see it, and where its day begins. Keys already issued keep their zone."
    >
      <SettingsForm
        draft={draft}
        read={(fields) => ({ name: fields.name.trim(), time_zone: fields.time_zone })}
      >
        <TextEntry
          name="name"
          label="Name"
          value={draft.fields.name}
          onChange={draft.set("name")}
          maxLength={100}
          isDisabled={!mayChange}
        />
        <ZoneField
          name="time_zone"
          value={draft.fields.time_zone}
          onChange={draft.set("time_zone")}
          isDisabled={!mayChange}
          description="Daily caps begin anew at midnight here; times on the screens are of this zone."
        />
      </SettingsForm>
    </SettingsSection>
  );
}
