"use client";

import { useState } from "react";
import { TextEntry } from "../form/text-entry.tsx";
import { useBrowserZone } from "./browser-zone.ts";
import { ZoneField } from "./zone-field.tsx";

const NAME_MAX = 100;

/** What a new organization needs. `name` is what the server calls the organization's name in this form. */
export function OrganizationFields({
  name,
  autoFocus = false,
}: {
  readonly name: string;
  readonly autoFocus?: boolean;
}) {
  const here = useBrowserZone();
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <TextEntry
        name={name}
        label="Organization"
        autoComplete="organization"
        placeholder="Acme"
        maxLength={NAME_MAX}
        autoFocus={autoFocus}
      />
      <ZoneField
        name="zone"
        value={chosen ?? here}
        onChange={setChosen}
        description="Daily caps begin anew at midnight here. It can be changed for later keys."
      />
    </>
  );
}
