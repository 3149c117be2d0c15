"use client";

import { ChartColumn, Table2 } from "lucide-react";

export type View = "chart" | "table";

const VIEWS = [
  { view: "chart", word: "Chart", Icon: ChartColumn },
  { view: "table", word: "Table", Icon: Table2 },
] as const;

interface ViewSwitchProps {
  readonly view: View;
  readonly onChange: (view: View) => void;
  /** The chart's title, so that the switches of several charts can be told apart by ear. */
  readonly of: string;
}

export function ViewSwitch({ view, onChange, of }: ViewSwitchProps) {
  return (
    <fieldset className="flex shrink-0 rounded-md border border-line p-0.5">
      <legend className="sr-only">Show {of} as</legend>
      {VIEWS.map(({ view: option, word, Icon }) => (
        <button
          key={option}
          type="button"
          title={word}
          aria-pressed={view === option}
          onClick={() => onChange(option)}
          className="flex h-6 w-7 cursor-pointer items-center justify-center rounded-sm text-ink-muted hover:text-ink aria-pressed:bg-code aria-pressed:text-ink"
        >
          <Icon aria-hidden="true" className="size-3.5" />
          <span className="sr-only">{word}</span>
        </button>
      ))}
    </fieldset>
  );
}
