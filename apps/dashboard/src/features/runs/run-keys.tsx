"use client";

import { Button } from "@heroui/react";
import { Label, StateBadge } from "@keybrake/ui";
import Link from "next/link";
import { useState } from "react";
import { RevokeKey } from "../keys/revoke/revoke-key.tsx";
import { KeyRules } from "../keys/show/key-rules.tsx";
import { KeyCaps } from "../keys/table/key-caps.tsx";
import { KeyWarnings } from "../keys/table/key-warnings.tsx";
import type { KeyRowData } from "../keys/table/use-key-pages.ts";
import { keyPath } from "../shell/paths.ts";
import { useMay } from "../shell/session-context.tsx";

interface RunKeysProps {
  readonly vaultKeys: readonly KeyRowData[];
  /** There can be more than those given. */
  readonly total: number;
  readonly zone: string;
}

/** What the run may do: its keys, each with its caps, and its rules behind a press. */
export function RunKeys({ vaultKeys, total, zone }: RunKeysProps) {
  const mayRevoke = useMay("member");
  const [asked, setAsked] = useState<KeyRowData | null>(null);
  return (
    <section aria-label="Keys" className="flex flex-col gap-3 pb-8">
      <h2 className="text-sm font-semibold">{total > 1 ? `Its ${total} keys` : "Its key"}</h2>
      <ul className="grid gap-3 lg:grid-cols-2">
        {vaultKeys.map((key) => (
          <li
            key={key.id}
            className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
          >
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={keyPath(key.id)}
                className="font-mono text-sm font-medium hover:text-accent hover:underline"
              >
                {key.key_label}
              </Link>
              <span className="text-sm text-ink-muted">
                <span className="capitalize">{key.vendor}</span>, <Label text={key.credential_label} />
              </span>
              <StateBadge state={key.state} />
              {mayRevoke && key.state === "active" ? (
                <Button
                  size="sm"
                  variant="danger-soft"
                  className="ml-auto"
                  aria-label={`Revoke ${key.key_label}`}
                  onPress={() => setAsked(key)}
                >
                  Revoke
                </Button>
              ) : null}
            </div>
            <KeyWarnings vaultKey={key} />
            <KeyCaps vaultKey={key} />
            <details className="text-sm">
              <summary className="w-fit cursor-pointer text-ink-muted hover:text-ink">Rules</summary>
              <div className="pt-3">
                <KeyRules vaultKey={key} zone={zone} />
              </div>
            </details>
          </li>
        ))}
      </ul>
      {vaultKeys.length < total ? (
        <p className="text-sm text-ink-muted">The newest {vaultKeys.length} are shown.</p>
      ) : null}
      {asked === null ? null : <RevokeKey vaultKey={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}
