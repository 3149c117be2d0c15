"use client";

import { Button } from "@heroui/react";
import { Label, RelativeTime, StateBadge } from "@keybrake/ui";
import Link from "next/link";
import { keyPath, runPath } from "../../shell/paths.ts";
import { useSession } from "../../shell/session-context.tsx";
import { EndpointsCell } from "./endpoints-cell.tsx";
import { KeyCaps } from "./key-caps.tsx";
import { KeyWarnings } from "./key-warnings.tsx";
import { SelectKey } from "./select-key.tsx";
import type { KeyRowData } from "./use-key-pages.ts";

export interface KeyRowProps {
  readonly vaultKey: KeyRowData;
  readonly isSelected: boolean;
  readonly onSelect: ((isOn: boolean) => void) | null;
  readonly onRevoke: (() => void) | null;
}

export function KeyRow({ vaultKey, isSelected, onSelect, onRevoke }: KeyRowProps) {
  const { zone } = useSession().organization;
  const isLive = vaultKey.state === "active";
  return (
    <tr className={isSelected ? "bg-accent-soft" : "hover:bg-code"}>
      {onSelect === null ? null : (
        <td className="w-px pr-0!">
          {isLive ? <SelectKey vaultKey={vaultKey} isSelected={isSelected} onSelect={onSelect} /> : null}
        </td>
      )}
      <td className="max-w-60 min-w-44">
        <Link
          href={runPath(vaultKey.agent_run_id)}
          className="font-medium text-ink hover:text-accent hover:underline"
        >
          <Label text={vaultKey.agent_run_id} isOneLine />
        </Link>
        <p className="text-xs text-ink-muted">
          <Link href={keyPath(vaultKey.id)} className="font-mono hover:text-accent hover:underline">
            {vaultKey.key_label}
          </Link>
        </p>
        <KeyWarnings vaultKey={vaultKey} />
      </td>
      <td>
        <span className="capitalize">{vaultKey.vendor}</span>
        <p className="max-w-28 text-xs text-ink-muted">
          <Label text={vaultKey.credential_label} isOneLine />
        </p>
      </td>
      <td>
        <EndpointsCell endpoints={vaultKey.allowed_endpoints} />
      </td>
      <td className="min-w-72">
        <KeyCaps vaultKey={vaultKey} />
      </td>
      <td>
        <RelativeTime at={vaultKey.expires_at} zone={zone} />
        <p className="text-xs whitespace-nowrap text-ink-muted">
          {vaultKey.last_call_at === null ? (
            "never called"
          ) : (
            <>
              called <RelativeTime at={vaultKey.last_call_at} zone={zone} />
            </>
          )}
        </p>
      </td>
      <td>
        <StateBadge state={vaultKey.state} />
      </td>
      {onRevoke === null ? null : (
        <td className={`sticky right-0 w-px text-right ${isSelected ? "bg-accent-soft" : "bg-surface"}`}>
          {isLive ? (
            <Button
              size="sm"
              variant="danger-soft"
              onPress={onRevoke}
              aria-label={`Revoke ${vaultKey.key_label} of ${vaultKey.agent_run_id}`}
            >
              Revoke
            </Button>
          ) : null}
        </td>
      )}
    </tr>
  );
}
