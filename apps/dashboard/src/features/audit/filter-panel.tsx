"use client";

import { Drawer, type useOverlayState } from "@heroui/react";
import { verdicts } from "@keybrake/policy";
import { verdictWords } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm } from "../form/action-form.tsx";
import { SelectChoice } from "../form/select-choice.tsx";
import { FilterEntry } from "./filter-entry.tsx";
import { callStates } from "./filters.ts";
import { readDraft } from "./read-draft.ts";
import { TimeEntry } from "./time-entry.tsx";
import type { FiltersInUse } from "./use-audit-filters.ts";

interface FilterPanelProps extends FiltersInUse {
  readonly state: ReturnType<typeof useOverlayState>;
}

/** Every filter that there is, at the side; nothing is filtered until all of it is right. */
export function FilterPanel({ state, ...inUse }: FilterPanelProps) {
  return (
    <Drawer.Backdrop isOpen={state.isOpen} onOpenChange={state.setOpen}>
      <Drawer.Content placement="right">
        <Drawer.Dialog className="flex h-dvh w-96 max-w-full flex-col">
          <Drawer.CloseTrigger aria-label="Close" />
          <Drawer.Header>
            <Drawer.Heading>Filter the calls</Drawer.Heading>
          </Drawer.Header>
          <Drawer.Body className="overflow-y-auto pb-6">
            <FilterForm {...inUse} onDone={state.close} />
          </Drawer.Body>
        </Drawer.Dialog>
      </Drawer.Content>
    </Drawer.Backdrop>
  );
}

const ANY = "any";

interface Chosen {
  readonly vendor: string;
  readonly verdict: string;
  readonly state: string;
}

function FilterForm({ filters, set, zone, onDone }: FiltersInUse & { readonly onDone: () => void }) {
  const [chosen, setChosen] = useState<Chosen>({
    vendor: filters.vendor ?? ANY,
    verdict: filters.verdict ?? ANY,
    state: filters.state ?? ANY,
  });
  const choose = (name: keyof Chosen, value: string) => setChosen((before) => ({ ...before, [name]: value }));
  return (
    <ActionForm
      submit="Show these calls"
      onSubmit={async (values) => {
        const read = readDraft(values, zone);
        if (!read.ok) return read.problem;
        set({
          ...read.filters,
          ...(read.filters.from === null && read.filters.to === null ? {} : { range: null }),
          vendor: chosen.vendor === ANY ? null : chosen.vendor,
          verdict: verdicts.find((code) => code === chosen.verdict) ?? null,
          state: callStates.find((name) => name === chosen.state) ?? null,
        });
        onDone();
        return null;
      }}
    >
      <div className="flex flex-col gap-3">
        <TimeEntry name="from" label="From" zone={zone} value={filters.from} />
        <TimeEntry name="to" label="Before" zone={zone} value={filters.to} />
      </div>
      <ChosenFilters chosen={chosen} choose={choose} />
      <TypedFilters filters={filters} />
    </ActionForm>
  );
}

function TypedFilters({ filters }: Pick<FiltersInUse, "filters">) {
  const given = (
    name: "agent_name" | "agent_run_id" | "endpoint" | "vault_key_id" | "min_usd" | "max_usd" | "text",
  ) => ({
    name,
    defaultValue: filters[name] ?? "",
  });
  return (
    <>
      <FilterEntry {...given("agent_name")} label="Agent" maxLength={128} placeholder="billing" />
      <FilterEntry {...given("agent_run_id")} label="Run" maxLength={128} placeholder="billing/run_1" />
      <FilterEntry
        {...given("endpoint")}
        label="Endpoint"
        maxLength={300}
        placeholder="POST /v1/payment_intents"
      />
      <FilterEntry {...given("vault_key_id")} label="Vault key's id" maxLength={36} />
      <div className="grid grid-cols-2 gap-3">
        <FilterEntry {...given("min_usd")} label="At least, US dollars" inputMode="decimal" />
        <FilterEntry {...given("max_usd")} label="At most, US dollars" inputMode="decimal" />
      </div>
      <FilterEntry {...given("text")} label="Text" maxLength={200} />
    </>
  );
}

interface ChosenFiltersProps {
  readonly chosen: Chosen;
  readonly choose: (name: keyof Chosen, value: string) => void;
}

function ChosenFilters({ chosen, choose }: ChosenFiltersProps) {
  const trpc = useTRPC();
  const vendors = useQuery(trpc.vendors.list.queryOptions({}));
  const any = { value: ANY, label: "Any" };
  return (
    <>
      <SelectChoice
        label="Verdict"
        value={chosen.verdict}
        onChange={(verdict) => choose("verdict", verdict)}
        options={[any, ...verdicts.map((code) => ({ value: code, label: verdictWords(code).word }))]}
      />
      <SelectChoice
        label="State"
        value={chosen.state}
        onChange={(state) => choose("state", state)}
        options={[any, ...callStates.map((name) => ({ value: name, label: capitalized(name) }))]}
      />
      <SelectChoice
        label="Vendor"
        value={chosen.vendor}
        onChange={(vendor) => choose("vendor", vendor)}
        options={[
          any,
          ...(vendors.data?.data ?? []).map(({ name, title }) => ({ value: name, label: title })),
        ]}
      />
    </>
  );
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
