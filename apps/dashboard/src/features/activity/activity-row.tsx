"use client";

import { Label, RelativeTime } from "@keybrake/ui";
import { Bot, SquareTerminal, UserRound } from "lucide-react";
import { actionWords } from "./action-words.ts";
import { Subject } from "./subject.tsx";

export interface ActivityEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  /** An e-mail address or a token's label; null for what has no name. */
  readonly actor_name: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export function ActivityRow({ entry, zone }: { readonly entry: ActivityEntry; readonly zone: string }) {
  return (
    <tr>
      <td className="text-ink-muted">
        <RelativeTime at={entry.at} zone={zone} />
      </td>
      <td>
        <Actor actor={entry.actor} name={entry.actor_name} />
      </td>
      <td className="font-medium whitespace-nowrap">
        <Label text={actionWords(entry.action)} isOneLine />
      </td>
      <td>
        <Subject subject={entry.subject} detail={entry.detail} />
      </td>
    </tr>
  );
}

function Actor({ actor, name }: { readonly actor: string; readonly name: string | null }) {
  const isToken = actor.startsWith("service_token:");
  const Icon = isToken ? Bot : actor === "command" ? SquareTerminal : UserRound;
  const kind = isToken ? "service token" : actor === "command" ? "command line" : "person";
  return (
    <span className="flex items-center gap-2">
      <Icon className="size-4 shrink-0 text-ink-muted" aria-label={kind} role="img" />
      <Label
        text={name ?? (actor === "command" ? "keybrake command" : actor)}
        isOneLine
        className="max-w-56"
      />
    </span>
  );
}
