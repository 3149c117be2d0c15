"use client";

import { Label, RelativeTime } from "@keybrake/ui";
import Link from "next/link";
import { useSession } from "../shell/session-context.tsx";
import { useVendors, useVendorTitle } from "../vendors/use-vendors.ts";
import type { Credential } from "./credential.ts";
import { CredentialMarks } from "./credential-marks.tsx";
import { DisableCredential } from "./disable-credential.tsx";
import { RotateCredential } from "./rotate-credential.tsx";

interface CredentialItemProps {
  readonly credential: Credential;
  readonly mayChange: boolean;
}

export function CredentialItem({ credential, mayChange }: CredentialItemProps) {
  const { label, vendor, last4, disabled_at: disabledAt } = credential;
  const isDisabled = disabledAt !== null;
  const hasPrices = useVendors().some(({ name, has_prices }) => name === vendor && has_prices);
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_11rem] lg:items-center">
      <div className="flex min-w-0 flex-col gap-1.5">
        <p className={`flex flex-wrap items-baseline gap-x-2 text-sm ${isDisabled ? "text-ink-muted" : ""}`}>
          <Label text={label} className="min-w-0 font-medium break-words" />
          <span className="text-ink-muted">{useVendorTitle(vendor)}</span>
          <span className="font-mono text-[13px] text-ink-muted">
            <span className="sr-only">ends in </span>
            <span aria-hidden="true">…</span>
            {last4}
          </span>
        </p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <CredentialMarks credential={credential} />
          {hasPrices ? (
            <Link
              href={`/credentials/${credential.id}/prices`}
              className="text-xs text-accent underline-offset-2 hover:underline"
            >
              Prices
            </Link>
          ) : null}
        </div>
      </div>
      <Use credential={credential} />
      {mayChange && !isDisabled ? (
        <div className="flex gap-1 lg:justify-end">
          <RotateCredential credential={credential} />
          <DisableCredential credential={credential} />
        </div>
      ) : null}
    </li>
  );
}

function Use({ credential }: { readonly credential: Credential }) {
  const { zone } = useSession().organization;
  const {
    keys,
    live_keys: live,
    live_agents: agents,
    last_used_at: usedAt,
    disabled_at: disabledAt,
  } = credential;
  return (
    <div className="flex min-w-0 flex-col gap-0.5 text-xs text-ink-muted">
      <p className="tabular-nums">
        {keys === 0 ? (
          "No vault key uses it yet"
        ) : (
          <Link
            href={`/keys?credential_id=${credential.id}&state=${live > 0 ? "active" : "all"}`}
            className="text-sm text-accent hover:underline"
          >
            {live > 0
              ? `${count(live)} live of ${count(keys)} vault ${keys === 1 ? "key" : "keys"}`
              : `No live key, ${count(keys)} in all`}
          </Link>
        )}
      </p>
      {agents.length === 0 ? null : (
        <p className="truncate">
          <Label text={agents.join(", ")} />
        </p>
      )}
      <p>
        {usedAt === null ? (
          "Never used"
        ) : (
          <>
            Last used <RelativeTime at={usedAt} zone={zone} />
          </>
        )}
        {disabledAt === null ? null : (
          <>
            {" "}
            · disabled <RelativeTime at={disabledAt} zone={zone} />
          </>
        )}
      </p>
    </div>
  );
}

const count = (value: number) => value.toLocaleString("en-US");
