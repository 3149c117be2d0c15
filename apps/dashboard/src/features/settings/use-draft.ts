"use client";

import { useState } from "react";

/** What `organizations.update` takes: only what is to change. */
export interface SettingsChange {
  readonly name?: string;
  readonly time_zone?: string;
  readonly max_expiry_seconds?: number;
  readonly max_daily_usd_cap?: string;
  readonly max_live_keys?: number;
  readonly margin_bps?: number;
}

export interface Draft<Fields extends Readonly<Record<string, string>>> {
  readonly fields: Fields;
  readonly isChanged: boolean;
  /** For a field's `onChange`. */
  readonly set: (name: keyof Fields) => (value: string) => void;
  readonly discard: () => void;
}

/** What is typed over what is saved: what somebody else saves meanwhile shows through where nothing was typed. */
export function useDraft<Fields extends Readonly<Record<string, string>>>(saved: Fields): Draft<Fields> {
  const [typed, setTyped] = useState<Partial<Fields>>({});
  const fields = { ...saved, ...typed };
  return {
    fields,
    isChanged: Object.keys(saved).some((name) => fields[name] !== saved[name]),
    set: (name) => (value) => setTyped((before) => ({ ...before, [name]: value })),
    discard: () => setTyped({}),
  };
}
