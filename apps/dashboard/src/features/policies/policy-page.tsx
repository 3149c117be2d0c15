"use client";

import { ErrorState, PageHeader, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { LinkButton } from "../form/link-button.tsx";
import { useMay } from "../shell/session-context.tsx";
import { useVendorTitle } from "../vendors/use-vendors.ts";
import { ArchivePolicy } from "./archive-policy.tsx";
import { readRules } from "./policy-rules.ts";
import { PolicyVersions } from "./policy-versions.tsx";
import { RenamePolicy } from "./rename-policy.tsx";
import { RulesList } from "./rules-list.tsx";
import type { ShownPolicy } from "./shown-policy.ts";

export function PolicyPage({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const policy = useQuery(trpc.policies.show.queryOptions({ id }));
  if (policy.isPending) return <Skeleton lines={12} lineClassName="h-8" label="The policy is being loaded" />;
  if (policy.data === undefined) {
    const { code, detail } = problemOf(policy.error);
    if (code === "not_found" || code === "invalid_request") {
      return (
        <ErrorState title="There is no such policy here">
          <Link href="/policies" className="text-accent hover:underline">
            All policies
          </Link>
        </ErrorState>
      );
    }
    return (
      <ErrorState
        title="The policy could not be read"
        onRetry={() => void policy.refetch()}
        retrying={policy.isFetching}
      >
        {detail}
      </ErrorState>
    );
  }
  return <Policy policy={policy.data} />;
}

function Policy({ policy }: { readonly policy: ShownPolicy }) {
  const newest = policy.versions[0];
  const rules = readRules(newest?.rules ?? {});
  const title = useVendorTitle(rules.vendor ?? "Any");
  return (
    <>
      <PageHeader title="Policy" question={policy.name} actions={<Actions policy={policy} />} />
      <p className="max-w-prose pb-5 text-sm text-ink-muted">
        {policy.archived_at === null
          ? "Keys issued from it carry the rules of its newest version at that moment. A new version changes no key that there is already; nor does archiving."
          : "Archived: no key is issued from it any more. Those that were keep the rules that they carry."}{" "}
        <Link href={`/keys?policy_id=${policy.id}`} className="text-accent underline">
          Keys issued from it
        </Link>
      </p>
      <div className="grid gap-8 xl:grid-cols-2 xl:items-start">
        <section aria-labelledby="newest-rules" className="flex flex-col gap-3">
          <h2 id="newest-rules" className="text-sm font-semibold">
            Version {newest?.version}, the newest
          </h2>
          <div className="rounded-lg border border-line bg-surface p-4">
            <RulesList rules={rules} vendorTitle={title} />
          </div>
        </section>
        <PolicyVersions versions={policy.versions} />
      </div>
    </>
  );
}

function Actions({ policy }: { readonly policy: ShownPolicy }) {
  const mayIssue = useMay("member");
  const mayChange = useMay("admin");
  if (policy.archived_at !== null) return null;
  return (
    <>
      {mayChange ? <ArchivePolicy policy={policy} /> : null}
      {mayChange ? <RenamePolicy policy={policy} /> : null}
      {mayChange ? (
        <LinkButton href={`/policies/${policy.id}/edit`} variant="outline">
          New version
        </LinkButton>
      ) : null}
      {mayIssue ? <LinkButton href={`/keys/new?policy=${policy.id}`}>Issue a key from it</LinkButton> : null}
    </>
  );
}
