"use client";

import { Label } from "@keybrake/ui";
import { X } from "lucide-react";
import { chipsOf } from "./chips-of.ts";
import type { FiltersInUse } from "./use-audit-filters.ts";

/** What is filtered by, each to be taken away. */
export function FilterChips({ filters, set, clear, zone }: FiltersInUse) {
  const chips = chipsOf(filters, zone);
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ name, label, value }) => (
        <li
          key={name}
          className="flex max-w-full items-center rounded-md border border-line bg-surface text-xs"
        >
          <span className="min-w-0 truncate py-1 pl-2">
            <span className="text-ink-muted">{label} </span>
            <Label text={value} className="font-medium" />
          </span>
          <button
            type="button"
            aria-label={`Remove the filter ${label}`}
            onClick={() => set({ [name]: null })}
            className="flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-md text-ink-muted hover:text-ink"
          >
            <X className="size-3.5" aria-hidden="true" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={clear}
          className="h-6 cursor-pointer rounded-md px-1.5 text-xs font-medium text-accent hover:underline"
        >
          Clear all
        </button>
      </li>
    </ul>
  );
}
