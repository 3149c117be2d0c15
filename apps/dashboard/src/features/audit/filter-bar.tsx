"use client";

import { Button, Label, SearchField, useOverlayState } from "@heroui/react";
import { SlidersHorizontal } from "lucide-react";
import { useEffect, useState } from "react";
import { SelectChoice } from "../form/select-choice.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { FilterPanel } from "./filter-panel.tsx";
import { filterNames } from "./filters.ts";
import { rangeNames, rangeWords } from "./time-range.ts";
import type { FiltersInUse } from "./use-audit-filters.ts";

/** The filters that are used most, the others behind a button, and all that are in use below. */
export function FilterBar(inUse: FiltersInUse) {
  const panel = useOverlayState();
  const count = filterNames.filter((name) => inUse.filters[name] !== null).length;
  return (
    <div className="flex flex-col gap-3 pb-4">
      <div className="flex flex-wrap items-end gap-2">
        <TextFilter {...inUse} />
        <TimeFilter {...inUse} onCustom={panel.open} />
        <Button variant="outline" onPress={panel.open} className="bg-surface">
          <SlidersHorizontal className="size-4" aria-hidden="true" />
          Filters
          {count === 0 ? null : <span className="text-ink-muted tabular-nums">{count}</span>}
        </Button>
      </div>
      <FilterChips {...inUse} />
      <FilterPanel {...inUse} state={panel} />
    </div>
  );
}

const TYPING_MS = 350;

function TextFilter({ filters, set }: FiltersInUse) {
  const [typed, setTyped] = useState(filters.text ?? "");
  const [applied, setApplied] = useState(filters.text);
  // A chip taken away, or Back: the address changed under the field.
  if (applied !== filters.text) {
    setApplied(filters.text);
    setTyped(filters.text ?? "");
  }
  const wanted = typed.trim() === "" ? null : typed.trim();
  useEffect(() => {
    if (wanted === filters.text) return;
    const timer = setTimeout(() => set({ text: wanted }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [wanted, filters.text, set]);
  return (
    <SearchField value={typed} onChange={setTyped} className="w-full sm:w-72">
      <Label className="text-xs text-ink-muted">Text in the calls</Label>
      <SearchField.Group>
        <SearchField.SearchIcon />
        <SearchField.Input placeholder="Id, path, transaction, agent …" maxLength={200} />
        <SearchField.ClearButton />
      </SearchField.Group>
    </SearchField>
  );
}

const ANY = "any";
const CUSTOM = "custom";

function TimeFilter({ filters, set, onCustom }: FiltersInUse & { readonly onCustom: () => void }) {
  const { range, from, to } = filters;
  const isCustom = range === null && (from !== null || to !== null);
  const choose = (value: string) => {
    if (value === CUSTOM) onCustom();
    else set({ range: rangeNames.find((name) => name === value) ?? null, from: null, to: null });
  };
  return (
    <SelectChoice
      label="Time"
      value={isCustom ? CUSTOM : (range ?? ANY)}
      onChange={choose}
      className="w-44"
      options={[
        { value: ANY, label: "Any time" },
        ...rangeNames.map((name) => ({ value: name, label: rangeWords[name] })),
        { value: CUSTOM, label: "From … to …" },
      ]}
    />
  );
}
