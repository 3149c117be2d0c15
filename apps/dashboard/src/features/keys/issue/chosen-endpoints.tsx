"use client";

import { compileAllowlist, parseEndpointPattern } from "@keybrake/policy";
import { Label } from "@keybrake/ui";
import { X } from "lucide-react";
import { useDraftForm } from "./draft-context.tsx";
import { type CatalogueEntry, withMethod } from "./endpoint-choices.ts";
import { EndpointClass } from "./endpoint-class.tsx";
import type { FieldFault } from "./field-fault.ts";

/** What is chosen so far, each with what is wrong with it and what was perhaps meant. */
export function ChosenEndpoints() {
  const { draft, set, faultAt } = useDraftForm();
  const chosen = draft.allowed_endpoints;
  if (chosen.length === 0) return null;
  const put = (index: number, replacement: readonly string[]) =>
    set("allowed_endpoints", [...new Set(chosen.toSpliced(index, 1, ...replacement))]);
  return (
    <ul aria-label="Chosen endpoints" className="flex flex-col gap-1">
      {chosen.map((entry, index) => (
        <ChosenEndpoint
          key={entry}
          entry={entry}
          fault={faultAt(`allowed_endpoints[${index}]`)}
          onReplace={(replacement) => put(index, [replacement])}
          onRemove={() => put(index, [])}
        />
      ))}
    </ul>
  );
}

interface ChosenEndpointProps {
  readonly entry: string;
  readonly fault: FieldFault | null;
  readonly onReplace: (replacement: string) => void;
  readonly onRemove: () => void;
}

function ChosenEndpoint({ entry, fault, onReplace, onRemove }: ChosenEndpointProps) {
  const { catalogue } = useDraftForm();
  const reached = catalogue === null ? [] : reachOf(entry, catalogue);
  const [first] = reached;
  return (
    <li
      className={`rounded-md border px-3 py-1.5 ${fault === null ? "border-line" : "border-denied bg-denied-soft"}`}
    >
      <div className="flex items-center gap-3">
        <Label text={entry} className="min-w-0 flex-1 font-mono text-[13px] break-all" />
        {first === undefined ? null : (
          <EndpointClass kind={first.class} costsMoney={first.costs_money} reach={reached.length} />
        )}
        <button
          type="button"
          onClick={onRemove}
          aria-label={`Remove ${entry}`}
          className="-mr-1.5 flex size-7 cursor-pointer items-center justify-center rounded-md text-ink-muted hover:bg-code hover:text-ink"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      </div>
      {fault === null ? null : <EntryFault fault={fault} onReplace={onReplace} />}
    </li>
  );
}

function EntryFault({
  fault,
  onReplace,
}: {
  readonly fault: FieldFault;
  readonly onReplace: (entry: string) => void;
}) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-1 text-xs text-denied">
      <span>{fault.message}</span>
      {fault.suggestions.map((suggestion) => (
        <button
          key={suggestion}
          type="button"
          onClick={() => onReplace(suggestion)}
          className="cursor-pointer rounded-md border border-denied px-1.5 py-0.5 font-mono hover:bg-surface"
        >
          Use {suggestion}
        </button>
      ))}
    </div>
  );
}

function reachOf(entry: string, catalogue: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  if (!parseEndpointPattern(entry).ok) return [];
  const allowlist = compileAllowlist([entry]);
  return catalogue.filter((endpoint) => allowlist.allows(withMethod(endpoint)));
}
