"use client";

import { ErrorState, Label, RelativeTime, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { readWaysIn, type ShownWaysIn } from "../session/read-ways-in.ts";
import { useSession } from "../shell/session-context.tsx";
import { Table } from "../table/table.tsx";
import { ChangePassword } from "./change-password.tsx";
import { OWN, WAYS_IN_KEY } from "./own-keys.ts";
import { RemoveAccount } from "./remove-account.tsx";

const PROVIDER_NAMES: Readonly<Record<string, string>> = { google: "Google", github: "GitHub" };

/** Everything that proves who one is here: the password, and accounts elsewhere. */
export function WaysIn({ passwordRule }: { readonly passwordRule: string }) {
  const [done, setDone] = useState<string | null>(null);
  const ways = useQuery({ queryKey: WAYS_IN_KEY, queryFn: readWaysIn, ...OWN });
  return (
    <section aria-labelledby="ways-in" className="flex flex-col gap-3">
      <h2 id="ways-in" className="text-sm font-semibold">
        How you sign in
      </h2>
      <Done words={done} />
      {ways.isPending ? <Skeleton lines={2} lineClassName="h-12" label="Loading how you sign in" /> : null}
      {ways.isError ? (
        <ErrorState
          title="How you sign in could not be read"
          onRetry={() => void ways.refetch()}
          retrying={ways.isFetching}
        >
          {ways.error.message}
        </ErrorState>
      ) : null}
      {ways.data === undefined ? null : (
        <Table
          label="How you sign in"
          columns={[{ title: "By" }, { title: "Connected" }, { title: "What can be done", isQuiet: true }]}
        >
          <PasswordRow hasPassword={ways.data.has_password} passwordRule={passwordRule} onDone={setDone} />
          {ways.data.accounts.map((account) => (
            <AccountRow
              key={`${account.provider} ${account.provider_account_id}`}
              account={account}
              onDone={setDone}
            />
          ))}
        </Table>
      )}
    </section>
  );
}

/** Stays, unlike a toast: how many sessions ended is worth a second look. */
function Done({ words }: { readonly words: string | null }) {
  return (
    <p role="status" className={words === null ? "sr-only" : "flex items-start gap-2 text-sm text-allowed"}>
      {words === null ? null : <CircleCheck className="mt-0.5 size-4 shrink-0" aria-hidden="true" />}
      {words}
    </p>
  );
}

interface PasswordRowProps {
  readonly hasPassword: boolean;
  readonly passwordRule: string;
  readonly onDone: (words: string) => void;
}

function PasswordRow({ hasPassword, passwordRule, onDone }: PasswordRowProps) {
  return (
    <tr>
      <td className="font-medium">Password</td>
      <td className="text-ink-muted">{hasPassword ? null : "none: you sign in by an account elsewhere"}</td>
      <td className="text-right">
        {hasPassword ? <ChangePassword passwordRule={passwordRule} onDone={onDone} /> : null}
      </td>
    </tr>
  );
}

interface AccountRowProps {
  readonly account: ShownWaysIn["accounts"][number];
  readonly onDone: (words: string) => void;
}

function AccountRow({ account, onDone }: AccountRowProps) {
  const { zone } = useSession().organization;
  const name = PROVIDER_NAMES[account.provider] ?? account.provider;
  return (
    <tr>
      <td>
        <span className="font-medium">{name}</span>{" "}
        <span className="font-mono text-xs text-ink-muted">
          <Label text={account.provider_account_id} />
        </span>
      </td>
      <td className="text-ink-muted">
        <RelativeTime at={account.connected_at} zone={zone} />
      </td>
      <td className="text-right">
        {account.is_last_way_in ? (
          <span className="text-xs text-ink-muted">
            Your only way to sign in: connect another account before you remove it.
          </span>
        ) : (
          <RemoveAccount account={account} name={name} onDone={onDone} />
        )}
      </td>
    </tr>
  );
}
