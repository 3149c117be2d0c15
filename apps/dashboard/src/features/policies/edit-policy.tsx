"use client";

import { toast } from "@heroui/react";
import { ErrorState, PageHeader, Skeleton } from "@keybrake/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import type { KeyDraft } from "../keys/issue/key-draft.ts";
import { useMay } from "../shell/session-context.tsx";
import { diffRules } from "./diff-rules.ts";
import { MayNotChange } from "./new-policy.tsx";
import { draftOf, rulesOf } from "./policy-draft.ts";
import { PolicyForm } from "./policy-form.tsx";
import { type PolicyRules, readRules } from "./policy-rules.ts";
import { RuleChanges } from "./rule-changes.tsx";
import type { ShownPolicy } from "./shown-policy.ts";

export function EditPolicy({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const mayChange = useMay("admin");
  const policy = useQuery(trpc.policies.show.queryOptions({ id }));
  // The form keeps what it began with: a version that somebody else adds meanwhile is told when this one is sent.
  const [begun, setBegun] = useState<ShownPolicy | null>(null);
  if (begun === null && policy.data !== undefined) setBegun(policy.data);
  return (
    <>
      <PageHeader
        title="New version of a policy"
        question={begun?.name ?? "What may an agent of this kind do?"}
      />
      {!mayChange ? (
        <MayNotChange />
      ) : begun !== null ? (
        <Form policy={begun} />
      ) : policy.isError ? (
        <ErrorState title="The policy could not be read" onRetry={() => void policy.refetch()}>
          {problemOf(policy.error).detail}
        </ErrorState>
      ) : (
        <Skeleton lines={12} lineClassName="h-10" label="The policy is being loaded" />
      )}
    </>
  );
}

function Form({ policy }: { readonly policy: ShownPolicy }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const add = useMutation(trpc.policies.addVersion.mutationOptions());
  const newest = policy.versions[0];
  const before = readRules(newest?.rules ?? {});
  return (
    <PolicyForm
      isNew={false}
      label={`New version of ${policy.name}`}
      submit="Save as a new version"
      initialName={policy.name}
      initial={draftOf(before)}
      beside={(draft) => <Changes before={before} draft={draft} version={newest?.version ?? 0} />}
      onSend={async (_name, draft) => {
        try {
          await add.mutateAsync({ id: policy.id, base_version: newest?.version ?? 0, rules: rulesOf(draft) });
          toast.success(`${policy.name} has a new version; keys that there are keep their rules.`);
          await queryClient.invalidateQueries(trpc.policies.pathFilter());
          router.push(`/policies/${policy.id}`);
          return null;
        } catch (error) {
          return problemOf(error);
        }
      }}
    />
  );
}

interface ChangesProps {
  readonly before: PolicyRules;
  readonly draft: KeyDraft;
  readonly version: number;
}

/** What the draft would change, while it is typed. Half a number is no change yet. */
function Changes({ before, draft, version }: ChangesProps) {
  return (
    <aside aria-labelledby="would-change" className="flex min-w-0 flex-col gap-3 xl:sticky xl:top-6">
      <h2 id="would-change" className="text-sm font-semibold">
        Against version {version}
      </h2>
      <RuleChanges changes={diffRules(before, readable(draft))} />
      <p className="text-xs text-ink-muted">
        Keys that were issued before keep the rules that they carry. To end them, revoke them.
      </p>
    </aside>
  );
}

const AMOUNT = /^\d{1,10}(\.\d{1,6})?$/;

/** Amounts that cannot be read yet are left out, so that nothing wrong is said of them. */
function readable(draft: KeyDraft): PolicyRules {
  const { max_calls: calls, ...rules } = rulesOf(draft);
  const usd = (text: string | undefined) => (text !== undefined && AMOUNT.test(text) ? text : undefined);
  return {
    ...rules,
    max_calls: calls !== undefined && Number.isSafeInteger(calls) ? calls : undefined,
    daily_usd_cap: usd(rules.daily_usd_cap),
    run_usd_cap: usd(rules.run_usd_cap),
    call_usd_cap: usd(rules.call_usd_cap),
    assumed_call_usd: usd(rules.assumed_call_usd),
  };
}
