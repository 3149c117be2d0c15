"use client";

import { Button, SearchField } from "@heroui/react";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTRPC } from "../../../trpc/client.tsx";
import { FilterSelect } from "./filter-select.tsx";
import type { KeyFilters, KeyStateFilter } from "./use-key-filters.ts";

const STATE_WORDS: Readonly<Record<KeyStateFilter, string>> = {
  active: "Active",
  expired: "Expired",
  revoked: "Revoked",
  all: "All",
};

export function KeysFilters({ filters, setFilters, isNarrowed }: KeyFilters) {
  const trpc = useTRPC();
  const vendors = useQuery({ ...trpc.vendors.list.queryOptions({}), staleTime: Number.POSITIVE_INFINITY });
  const agents = useQuery(trpc.agents.list.queryOptions({}));
  return (
    <div className="flex flex-wrap items-center gap-2 pb-3">
      <StateSwitch value={filters.state} onChange={(state) => void setFilters({ state })} />
      <FilterSelect
        label="Vendor"
        value={filters.vendor}
        choices={(vendors.data?.data ?? []).map(({ name, title }) => ({ id: name, text: title }))}
        onChange={(vendor) => void setFilters({ vendor })}
      />
      <FilterSelect
        label="Agent"
        value={filters.agent_name}
        choices={(agents.data?.data ?? []).map(({ agent_name }) => ({ id: agent_name, text: agent_name }))}
        onChange={(agent_name) => void setFilters({ agent_name })}
      />
      {filters.credential_id === null ? null : (
        <Chip word="One credential" onRemove={() => void setFilters({ credential_id: null })} />
      )}
      {filters.policy_id === null ? null : (
        <Chip word="One policy" onRemove={() => void setFilters({ policy_id: null })} />
      )}
      <SearchField
        aria-label="Search agents, runs and keys"
        value={filters.search ?? ""}
        onChange={(search) => void setFilters({ search: search === "" ? null : search })}
        className="w-full sm:w-64"
      >
        <SearchField.Group>
          <SearchField.SearchIcon />
          <SearchField.Input placeholder="Agent, run or key" maxLength={128} className="w-full min-w-0" />
          <SearchField.ClearButton aria-label="Clear the search" />
        </SearchField.Group>
      </SearchField>
      {isNarrowed ? (
        <Button
          size="sm"
          variant="ghost"
          onPress={() =>
            void setFilters({
              vendor: null,
              agent_name: null,
              search: null,
              credential_id: null,
              policy_id: null,
            })
          }
        >
          Clear
        </Button>
      ) : null}
    </div>
  );
}

interface StateSwitchProps {
  readonly value: KeyStateFilter;
  readonly onChange: (state: KeyStateFilter) => void;
}

function StateSwitch({ value, onChange }: StateSwitchProps) {
  return (
    <fieldset className="flex h-9 rounded-md border border-line-strong bg-surface p-0.5">
      <legend className="sr-only">State</legend>
      {(Object.keys(STATE_WORDS) as KeyStateFilter[]).map((state) => (
        <label
          key={state}
          className="flex cursor-pointer items-center rounded-sm px-3 text-sm text-ink-muted hover:text-ink has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="state"
            value={state}
            checked={state === value}
            onChange={() => onChange(state)}
            className="sr-only"
          />
          {STATE_WORDS[state]}
        </label>
      ))}
    </fieldset>
  );
}

function Chip({ word, onRemove }: { readonly word: string; readonly onRemove: () => void }) {
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={`${word}: show all again`}
      className="inline-flex h-9 cursor-pointer items-center gap-1.5 rounded-md border border-accent bg-accent-soft px-3 text-sm text-accent"
    >
      {word}
      <X className="size-4" aria-hidden="true" />
    </button>
  );
}
