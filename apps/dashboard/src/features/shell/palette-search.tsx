"use client";

import { Label } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { Bot, KeyRound, type LucideIcon, Search, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useId, useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { navSections } from "./nav-items.ts";
import { agentPath, keyPath, runPath } from "./paths.ts";

interface Target {
  readonly href: string;
  readonly label: string;
  readonly kind: string;
  readonly icon: LucideIcon;
}

const SHOWN_MAX = 12;
const pages: readonly Target[] = navSections.flatMap(({ items }) =>
  items.map(({ href, label, icon }) => ({ href, label, kind: "Page", icon })),
);

export function PaletteSearch({ onGo }: { readonly onGo: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const router = useRouter();
  const listId = useId();
  const targets = useTargets(text);
  const selected = targets[Math.min(at, targets.length - 1)];
  const go = (target: Target | undefined) => {
    if (target === undefined) return;
    onGo();
    router.push(target.href);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt((index) => Math.max(0, Math.min(targets.length - 1, index + step)));
    else if (event.key === "Enter") go(selected);
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-col">
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it
          autoFocus
          role="combobox"
          aria-label="Jump to"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={selected === undefined ? undefined : `${listId}-${selected.href}`}
          placeholder="A page, an agent, a run, a key …"
          // The dialog has this one field, and the row that Enter opens is marked below.
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none! placeholder:text-ink-muted"
          value={text}
          maxLength={128}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div id={listId} role="listbox" aria-label="Places" className="max-h-96 overflow-y-auto p-2">
        {targets.length === 0 ? <p className="p-3 text-sm text-ink-muted">Nothing by that name.</p> : null}
        {targets.map((target) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, which keeps the focus
          <div
            key={target.href}
            id={`${listId}-${target.href}`}
            role="option"
            aria-selected={target === selected}
            tabIndex={-1}
            onClick={() => go(target)}
            className={`flex cursor-pointer items-center gap-3 rounded-md px-3 py-2 text-sm ${
              target === selected ? "bg-accent-soft text-accent" : ""
            }`}
          >
            <target.icon className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />
            <Label text={target.label} isOneLine className="flex-1" />
            <span className="shrink-0 text-xs text-ink-muted">{target.kind}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Pages at once; agents, runs and keys as soon as the server has answered. */
function useTargets(text: string): readonly Target[] {
  const trpc = useTRPC();
  const wanted = text.trim().toLowerCase();
  const found = useQuery({
    ...trpc.search.find.queryOptions({ text: wanted }),
    enabled: wanted.length > 0,
    placeholderData: (before) => before,
  });
  const matches = pages.filter(({ label }) => label.toLowerCase().includes(wanted));
  if (wanted === "" || found.data === undefined) return matches.slice(0, SHOWN_MAX);
  const { agents, runs, keys } = found.data;
  const others = [
    ...agents.map((name) => ({ href: agentPath(name), label: name, kind: "Agent", icon: Bot })),
    ...runs.map((id) => ({ href: runPath(id), label: id, kind: "Run", icon: Workflow })),
    ...keys.map(({ id, key_label, agent_run_id }) => ({
      href: keyPath(id),
      label: `${key_label} ${agent_run_id}`,
      kind: "Key",
      icon: KeyRound,
    })),
  ];
  // Until the server has answered, what it found for fewer letters is listed: whoever presses Enter means all of them.
  return [...matches, ...others.filter(({ label }) => label.toLowerCase().includes(wanted))].slice(
    0,
    SHOWN_MAX,
  );
}
