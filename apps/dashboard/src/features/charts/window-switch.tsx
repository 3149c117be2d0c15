"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";

const windows = ["24h", "7d", "30d"] as const;

export type Window = (typeof windows)[number];

const WORDS: Readonly<Record<Window, string>> = { "24h": "24 hours", "7d": "7 days", "30d": "30 days" };

/** The window that a page's charts and tables speak of; it stands in the address. */
export function useWindow(standard: Window): [Window, (window: Window) => void] {
  const [window, setWindow] = useQueryState("window", parseAsStringLiteral(windows).withDefault(standard));
  return [window, (chosen) => void setWindow(chosen)];
}

export function WindowSwitch({
  window,
  onChange,
}: {
  readonly window: Window;
  readonly onChange: (window: Window) => void;
}) {
  return (
    <fieldset className="flex h-9 rounded-md border border-line-strong bg-surface p-0.5">
      <legend className="sr-only">Window</legend>
      {windows.map((each) => (
        <label
          key={each}
          className="flex cursor-pointer items-center rounded-sm px-3 text-sm text-ink-muted has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="window"
            className="sr-only"
            checked={each === window}
            onChange={() => onChange(each)}
          />
          {WORDS[each]}
        </label>
      ))}
    </fieldset>
  );
}
