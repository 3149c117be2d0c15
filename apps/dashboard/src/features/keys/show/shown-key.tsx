"use client";

import { Button } from "@heroui/react";
import type { AppRouter } from "@keybrake/api";
import { Label, PageHeader, RelativeTime, StateBadge, visible } from "@keybrake/ui";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Timeline } from "../../runs/timeline.tsx";
import { auditPath, runPath } from "../../shell/paths.ts";
import { useMay, useSession } from "../../shell/session-context.tsx";
import { RevokeKey } from "../revoke/revoke-key.tsx";
import { KeyWarnings } from "../table/key-warnings.tsx";
import { KeyRules } from "./key-rules.tsx";
import { KeyStanding } from "./key-standing.tsx";

export type StandingKey = inferRouterOutputs<AppRouter>["vaultKeys"]["standing"];

export function ShownKey({ vaultKey }: { readonly vaultKey: StandingKey }) {
  const { zone } = useSession().organization;
  const mayRevoke = useMay("member");
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <PageHeader
        title={`Vault key ${visible(vaultKey.key_label)}`}
        question="What may this key do, and what has it spent?"
        actions={
          mayRevoke && vaultKey.state === "active" ? (
            <Button variant="danger-soft" onPress={() => setAsked(true)}>
              Revoke
            </Button>
          ) : null
        }
      />
      <KeyFacts vaultKey={vaultKey} zone={zone} />
      <div className="grid gap-4 pb-8 lg:grid-cols-2">
        <Panel title="Standing">
          <KeyStanding vaultKey={vaultKey} zone={zone} />
        </Panel>
        <Panel title="Rules">
          <KeyRules vaultKey={vaultKey} zone={zone} />
        </Panel>
      </div>
      <Timeline
        title="Its calls"
        filter={{ vault_key_id: vaultKey.id }}
        auditHref={auditPath({ vault_key_id: vaultKey.id })}
      />
      {isAsked ? <RevokeKey vaultKey={vaultKey} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

function KeyFacts({ vaultKey, zone }: { readonly vaultKey: StandingKey; readonly zone: string }) {
  const { state, revoked_at, agent_run_id, created_at, created_by, created_by_name } = vaultKey;
  return (
    <div className="flex flex-col gap-1 pb-5 text-sm text-ink-muted">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StateBadge state={state} />
        {revoked_at === null ? null : <RelativeTime at={revoked_at} zone={zone} />}
        <span>
          for run{" "}
          <Link
            href={runPath(agent_run_id)}
            className="font-medium text-ink hover:text-accent hover:underline"
          >
            <Label text={agent_run_id} className="break-all" />
          </Link>
          , <span className="capitalize">{vaultKey.vendor}</span>, credential{" "}
          <Label text={vaultKey.credential_label} className="text-ink" />
        </span>
      </p>
      <p>
        Issued <RelativeTime at={created_at} zone={zone} /> by{" "}
        <Label text={created_by_name ?? created_by} className="text-ink" />
        {created_by.startsWith("service_token:") ? " (service token)" : ""}
      </p>
      <KeyWarnings vaultKey={vaultKey} />
    </div>
  );
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  );
}
