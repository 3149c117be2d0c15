"use client";

import { ListBox, SearchField } from "@heroui/react";
import { useMemo, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { useDraftForm } from "./draft-context.tsx";
import { choicesOf, type EndpointChoice, findChoices, SHOWN_MAX } from "./endpoint-choices.ts";
import { EndpointOption } from "./endpoint-option.tsx";

/** Search over the vendor's catalogue; the arrows and Enter choose without leaving the search. */
export function EndpointPicker() {
  const { catalogue, policyTerms } = useDraftForm();
  const [search, setSearch] = useState("");
  const choices = useMemo(() => choicesOf(catalogue ?? []), [catalogue]);
  const found = useMemo(() => findChoices(choices, search), [choices, search]);
  return (
    <div className="overflow-hidden rounded-lg border border-(--field-line) bg-surface focus-within:border-accent">
      <Autocomplete inputValue={search} onInputChange={setSearch}>
        <SearchField fullWidth aria-label="Search the vendor's endpoints" className="border-b border-line">
          <SearchField.Group className="rounded-none border-0 bg-transparent shadow-none outline-none!">
            <SearchField.SearchIcon />
            {/* In no form: Enter chooses here, and must never issue a key. */}
            <SearchField.Input
              form="none"
              className="outline-none!"
              placeholder="Search: refund, payment_intents, GET /v1/customers …"
              maxLength={200}
            />
            <SearchField.ClearButton aria-label="Clear the search" />
          </SearchField.Group>
        </SearchField>
        {/* The search keeps the focus while the arrows choose; who tabs on can scroll the list as well. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section tabIndex={0} aria-label="Endpoints found" className="h-64 overflow-y-auto">
          <ChoiceList choices={found.slice(0, SHOWN_MAX)} isLoading={catalogue === null} />
        </section>
      </Autocomplete>
      <p aria-live="polite" className="border-t border-line px-3 py-2 text-xs text-ink-muted tabular-nums">
        {countWords(found.length, choices.length, catalogue === null)}
        {policyTerms === null ? "" : " The policy allows only some of them."}
      </p>
    </div>
  );
}

function ChoiceList({
  choices,
  isLoading,
}: {
  readonly choices: readonly EndpointChoice[];
  readonly isLoading: boolean;
}) {
  const { draft, set, leave } = useDraftForm();
  const chosen = draft.allowed_endpoints;
  const shown = new Set(choices.map(({ name }) => name));
  return (
    <ListBox
      aria-label="Endpoints"
      selectionMode="multiple"
      selectedKeys={chosen.filter((name) => shown.has(name))}
      onSelectionChange={(keys) => {
        // Ctrl A is heard here from within the search, where it means the text: never every endpoint there is.
        if (keys === "all") return;
        const now = new Set([...keys].map(String));
        // What the search does not show stays chosen, and what was chosen first stays first.
        const kept = chosen.filter((name) => !shown.has(name) || now.has(name));
        set("allowed_endpoints", [...kept, ...[...now].filter((name) => !kept.includes(name))]);
        leave("allowed_endpoints");
      }}
      renderEmptyState={() => (
        <p className="p-3 text-sm text-ink-muted">
          {isLoading ? "Loading the catalogue …" : "No endpoint of this vendor has these words."}
        </p>
      )}
      className="p-1"
    >
      {choices.map((choice) => (
        <EndpointOption key={choice.name} choice={choice} />
      ))}
    </ListBox>
  );
}

function countWords(found: number, all: number, isLoading: boolean): string {
  if (isLoading) return " ";
  const shown = Math.min(found, SHOWN_MAX);
  const more =
    found > shown ? `${shown} of ${found} shown: search to see the others.` : `${found} of ${all}.`;
  return more;
}
