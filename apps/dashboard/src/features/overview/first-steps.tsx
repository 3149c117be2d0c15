"use client";

import { Button } from "@heroui/react";
import { CodeSnippet } from "@keybrake/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { LinkButton } from "../form/link-button.tsx";
import { useMay, useSession } from "../shell/session-context.tsx";

/** From an empty organization to a braked call, each step ticked off by what really happened. */
export default function FirstSteps() {
  const trpc = useTRPC();
  const { proxyUrl } = useSession();
  const credentials = useQuery(trpc.credentials.list.queryOptions({ limit: 1 }));
  const keys = useQuery(trpc.vaultKeys.list.queryOptions({ limit: 1 }));
  const calls = useQuery(trpc.auditLog.list.queryOptions({ limit: 50 }));
  const rows = calls.data?.data ?? [];
  const hasCredential = (credentials.data?.data.length ?? 0) > 0;
  const hasKey = (keys.data?.data.length ?? 0) > 0;
  const call = `curl -i ${proxyUrl}/v1/payment_intents -u "$VAULT_KEY:" -d amount=3000 -d currency=usd`;
  return (
    <section aria-labelledby="first-steps" className="flex flex-col gap-3">
      <h2 id="first-steps" className="text-sm font-semibold">
        A first braked call
      </h2>
      <ol className="grid gap-3 md:grid-cols-2">
        <Step number={1} title="Add a credential" isDone={hasCredential}>
          <p>The vendor's real key, which agents never see. The sandbox's moves no money.</p>
          {hasCredential ? null : <AddSandbox />}
        </Step>
        <Step number={2} title="Issue a vault key" isDone={hasKey}>
          <p>For one run, one endpoint, 50 dollars a day. Its secret is shown once.</p>
          {hasKey ? null : (
            <LinkButton href="/keys/new" size="sm">
              Issue a key
            </LinkButton>
          )}
        </Step>
        <Step number={3} title="Make a call" isDone={rows.some((row) => row.policy_verdict === "allowed")}>
          <p>The key stands where a Stripe key would. The call arrives below without a reload.</p>
          <CodeSnippet code={call} title="A call that is allowed" />
        </Step>
        <Step number={4} title="Be braked" isDone={rows.some((row) => row.state === "denied")}>
          <p>The same call again would pass the cap: the proxy refuses it before the vendor hears of it.</p>
        </Step>
      </ol>
    </section>
  );
}

function Step({
  number,
  title,
  isDone,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}) {
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4 text-sm text-ink-muted">
      <h3 className="flex items-center gap-2.5 font-medium text-ink">
        <span
          className={`flex size-6 shrink-0 items-center justify-center rounded-full text-xs font-semibold tabular-nums ${
            isDone ? "bg-allowed-soft text-allowed" : "bg-accent-soft text-accent"
          }`}
        >
          {isDone ? <Check className="size-3.5" aria-label="Done:" /> : number}
        </span>
        {title}
      </h3>
      {children}
    </li>
  );
}

function AddSandbox() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const may = useMay("admin");
  const create = useMutation(
    trpc.credentials.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.credentials.pathFilter()),
    }),
  );
  if (!may) return <p>An admin adds it.</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        size="sm"
        isPending={create.isPending}
        onPress={() => create.mutate({ vendor: "stripe", label: "Sandbox", sandbox: true })}
      >
        Add the sandbox's
      </Button>
      <Link href="/credentials" className="text-accent hover:underline">
        Add a real one
      </Link>
      {create.isError ? <p className="text-denied">{problemOf(create.error).detail}</p> : null}
    </div>
  );
}
