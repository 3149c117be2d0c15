"use client";

import type { AppRouter } from "@keybrake/api";
import { EmptyState, Label, RelativeTime } from "@keybrake/ui";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { LinkButton } from "../form/link-button.tsx";
import { ownPace, startsAs } from "../live/live-pages.ts";
import { useNewest } from "../live/use-newest.ts";
import { useMay, useSession } from "../shell/session-context.tsx";
import { EndlessList } from "../table/endless-list.tsx";
import { useVendorTitle } from "../vendors/use-vendors.ts";
import { readRules } from "./policy-rules.ts";
import { summaryOf } from "./summary-of.ts";

type Policy = inferRouterOutputs<AppRouter>["policies"]["list"]["data"][number];

interface PolicyListProps {
  readonly archived: boolean;
  readonly mayChange: boolean;
}

const PAGE_SIZE = 100;

export function PolicyList({ archived, mayChange }: PolicyListProps) {
  return (
    <EndlessList
      noun={{ one: "policy", many: "policies" }}
      inView={usePolicies(archived)}
      empty={<NoPolicies archived={archived} mayChange={mayChange} />}
      item={(policy) => <PolicyItem key={policy.id} policy={policy} />}
    />
  );
}

function usePolicies(archived: boolean) {
  const trpc = useTRPC();
  const input = { archived, limit: PAGE_SIZE };
  const options = trpc.policies.list.infiniteQueryOptions(input, {
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const pages = useInfiniteQuery({ ...options, ...ownPace });
  const newest = useQuery({ ...trpc.policies.list.queryOptions(input), ...startsAs(pages) });
  return { pages, ...useNewest({ queryKey: options.queryKey, pages, newest }) };
}

function NoPolicies({ archived, mayChange }: PolicyListProps) {
  return archived ? (
    <EmptyState icon={ShieldCheck} title="No policy was archived">
      An archived policy stays readable here; no key is issued from it any more.
    </EmptyState>
  ) : (
    <EmptyState
      icon={ShieldCheck}
      title="No policy yet"
      action={mayChange ? <LinkButton href="/policies/new">New policy</LinkButton> : undefined}
    >
      A policy holds the endpoints, caps and lifetime of one kind of agent, so that its keys are issued alike.
      Keys can be issued without one, too.
    </EmptyState>
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
