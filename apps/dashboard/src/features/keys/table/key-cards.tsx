"use client";

import { Button } from "@heroui/react";
import { Label, RelativeTime, StateBadge } from "@keybrake/ui";
import Link from "next/link";
import type { ReactNode } from "react";
import { keyPath, runPath } from "../../shell/paths.ts";
import { useSession } from "../../shell/session-context.tsx";
import { EndpointsCell } from "./endpoints-cell.tsx";
import { KeyCaps } from "./key-caps.tsx";
import type { KeyRowProps } from "./key-row.tsx";
import { KeyWarnings } from "./key-warnings.tsx";
import { SelectKey } from "./select-key.tsx";

/** For narrow screens: in an incident, who has only a telephone must reach the revocation without scrolling aside. */
export function KeyCards({ children }: { readonly children: ReactNode }) {
  return (
    <ul aria-label="Vault keys" className="flex flex-col gap-3">
      {children}
    </ul>
  );
}

export function KeyCard({ vaultKey, isSelected, onSelect, onRevoke }: KeyRowProps) {
  const { zone } = useSession().organization;
  const { last_call_at } = vaultKey;
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 text-sm">
      <div className="flex items-start justify-between gap-3">
        {onSelect !== null && vaultKey.state === "active" ? (
          <SelectKey vaultKey={vaultKey} isSelected={isSelected} onSelect={onSelect} />
        ) : null}
        <div className="min-w-0 flex-1">
          <Link href={runPath(vaultKey.agent_run_id)} className="font-medium hover:text-accent">
            <Label text={vaultKey.agent_run_id} className="break-all" />
          </Link>
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-muted">
            <Link href={keyPath(vaultKey.id)} className="font-mono hover:text-accent">
              {vaultKey.key_label}
            </Link>
            <span className="capitalize">{vaultKey.vendor}</span>
            <Label text={vaultKey.credential_label} />
          </p>
        </div>
        <StateBadge state={vaultKey.state} />
      </div>
      <KeyWarnings vaultKey={vaultKey} />
      <KeyCaps vaultKey={vaultKey} />
      <EndpointsCell endpoints={vaultKey.allowed_endpoints} />
      <div className="flex items-center justify-between gap-3">
        <p className="text-xs text-ink-muted">
          Expires <RelativeTime at={vaultKey.expires_at} zone={zone} />
          {last_call_at === null ? (
            ", never called"
          ) : (
            <>
              , last call <RelativeTime at={last_call_at} zone={zone} />
            </>
          )}
        </p>
        {onRevoke !== null && vaultKey.state === "active" ? (
          <Button
            size="sm"
            variant="danger-soft"
            onPress={onRevoke}
            aria-label={`Revoke ${vaultKey.key_label} of ${vaultKey.agent_run_id}`}
          >
            Revoke
          </Button>
        ) : null}
      </div>
    </li>
  );
}
