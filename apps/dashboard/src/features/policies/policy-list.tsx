"use client";

import { Button } from "@heroui/react";
import type { AppRouter } from "@keybrake/api";
import { EmptyState, ErrorState, Label, RelativeTime, Skeleton } from "@keybrake/ui";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { LinkButton } from "../form/link-button.tsx";
import { useMay, useSession } from "../shell/session-context.tsx";
import { useVendorTitle } from "../vendors/use-vendors.ts";
import { readRules } from "./policy-rules.ts";
import { summaryOf } from "./summary-of.ts";

type Policy = inferRouterOutputs<AppRouter>["policies"]["list"]["data"][number];

interface PolicyListProps {
  readonly archived: boolean;
  readonly mayChange: boolean;
}

export function PolicyList({ archived, mayChange }: PolicyListProps) {
  const trpc = useTRPC();
  const pages = useInfiniteQuery(
    trpc.policies.list.infiniteQueryOptions(
      { archived, limit: 100 },
      { getNextPageParam: ({ next_cursor: next }) => next ?? undefined },
    ),
  );
  if (pages.isPending) return <Skeleton lines={4} lineClassName="h-16" label="Policies are being loaded" />;
  if (pages.isError && pages.data === undefined) {
    return (
      <ErrorState
        title="The policies could not be read"
        onRetry={() => void pages.refetch()}
        retrying={pages.isFetching}
      >
        {problemOf(pages.error).detail}
      </ErrorState>
    );
  }
  const policies = pages.data.pages.flatMap(({ data }) => data);
  if (policies.length === 0) return <NoPolicies archived={archived} mayChange={mayChange} />;
  return (
    <>
      <ul aria-label="Policies" className="divide-y divide-line rounded-lg border border-line bg-surface">
        {policies.map((policy) => (
          <PolicyItem key={policy.id} policy={policy} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button
          variant="outline"
          size="sm"
          className="mx-auto mt-3"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          Load more
        </Button>
      ) : null}
    </>
  );
}

function NoPolicies({ archived, mayChange }: PolicyListProps) {
  return (
    <div className="rounded-lg border border-line bg-surface">
      {archived ? (
        <EmptyState icon={ShieldCheck} title="No policy was archived">
          An archived policy stays readable here; no key is issued from it any more.
        </EmptyState>
      ) : (
        <EmptyState
          icon={ShieldCheck}
          title="No policy yet"
          action={mayChange ? <LinkButton href="/policies/new">New policy</LinkButton> : undefined}
        >
          A policy holds the endpoints, caps and lifetime of one kind of agent, so that its keys are issued
          alike. Keys can be issued without one, too.
        </EmptyState>
      )}
    </div>
  );
}

function PolicyItem({ policy }: { readonly policy: Policy }) {
  const { zone } = useSession().organization;
  const mayIssue = useMay("member");
  const rules = readRules(policy.rules);
  const title = useVendorTitle(rules.vendor ?? "any vendor");
  return (
    <li className="grid gap-x-6 gap-y-1.5 px-4 py-3 text-sm sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link href={`/policies/${policy.id}`} className="font-medium hover:text-accent hover:underline">
            <Label text={policy.name} />
          </Link>
          <span className="text-ink-muted">{title}</span>
        </p>
        <p className="text-ink-muted tabular-nums">{summaryOf(rules)}</p>
      </div>
      <div className="flex items-center justify-between gap-4 sm:justify-end">
        <p className="text-xs text-ink-muted tabular-nums">
          Version {policy.version}, <RelativeTime at={policy.changed_at} zone={zone} />
        </p>
        {mayIssue && policy.archived_at === null ? (
          <LinkButton href={`/keys/new?policy=${policy.id}`} variant="outline" size="sm">
            Issue a key
          </LinkButton>
        ) : null}
      </div>
    </li>
  );
}
