"use client";

import { Input, Label, TextField } from "@heroui/react";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { SelectChoice } from "../form/select-choice.tsx";
import { ACTION_NAMES, actionWords } from "./action-words.ts";
import { type ActivityFilters, WHENS, type When } from "./activity-filters.ts";

interface ActivityFilterBarProps {
  readonly filters: ActivityFilters;
  readonly onChange: (changed: Partial<ActivityFilters>) => void;
}

const ANY = "any";
const WHEN_WORDS: Readonly<Record<When, string>> = {
  any: "Any time",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  between: "Between …",
};
const whens = WHENS.map((value) => ({ value, label: WHEN_WORDS[value] }));
const actions = [
  { value: ANY, label: "Anything" },
  ...ACTION_NAMES.map((value) => ({ value, label: actionWords(value) })),
];

export function ActivityFilterBar({ filters, onChange }: ActivityFilterBarProps) {
  const actors = useActors(filters.actor);
  return (
    <div className="flex flex-wrap items-end gap-3 pb-4">
      <SelectChoice
        label="Who"
        className="w-full sm:w-60"
        value={filters.actor ?? ANY}
        onChange={(actor) => onChange({ actor: actor === ANY ? null : actor })}
        options={actors}
      />
      <SelectChoice
        label="What"
        className="w-full sm:w-60"
        value={filters.action ?? ANY}
        onChange={(action) => onChange({ action: action === ANY ? null : action })}
        options={actions}
      />
      <SelectChoice
        label="When"
        className="w-full sm:w-44"
        value={filters.when}
        onChange={(when) => onChange({ when: when as When, from: null, to: null })}
        options={whens}
      />
      {filters.when === "between" ? (
        <>
          <Day label="From" value={filters.from} onChange={(from) => onChange({ from })} />
          <Day label="To, included" value={filters.to} onChange={(to) => onChange({ to })} />
        </>
      ) : null}
    </div>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
}

function Day({ label, value, onChange }: DayProps) {
  return (
    <TextField
      className="w-40"
      defaultValue={value ?? ""}
      onChange={(day) => onChange(day === "" ? null : day)}
    >
      <Label className="text-xs text-ink-muted">{label}</Label>
      <Input type="date" />
    </TextField>
  );
}

/** Everybody who may have done something; whom the address names stays selectable though they have left. */
function useActors(chosen: string | null): readonly { readonly value: string; readonly label: string }[] {
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions({ limit: 500 }));
  const tokens = useQuery(trpc.serviceTokens.list.queryOptions({ limit: 500 }));
  const known = [
    { value: ANY, label: "Anybody" },
    ...(members.data?.data ?? []).map(({ user_id, email }) => ({ value: `user:${user_id}`, label: email })),
    ...(tokens.data?.data ?? []).map(({ id, label }) => ({
      value: `service_token:${id}`,
      label: `token ${label}`,
    })),
    { value: "command", label: "the keybrake command" },
  ];
  if (chosen === null || known.some(({ value }) => value === chosen)) return known;
  return [...known, { value: chosen, label: "somebody who is not here any more" }];
}
