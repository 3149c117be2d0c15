"use client";

import { ErrorState, PageHeader, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem.ts";
import { useMay } from "../../shell/session-context.tsx";
import { draftFromAddress } from "./draft-from-address.ts";
import { IssueForm } from "./issue-form.tsx";
import { MayNotIssue, NoCredential } from "./nothing-to-issue.tsx";
import { readPolicyTerms } from "./policy-terms.ts";

export function IssueKey() {
  return (
    <>
      <PageHeader title="Issue a vault key" question="What may this agent do, for how much, until when?" />
      {useMay("member") ? <LoadedForm /> : <MayNotIssue />}
    </>
  );
}

function LoadedForm() {
  const trpc = useTRPC();
  const address = useSearchParams();
  const [isBegun, setBegun] = useState(false);
  const credentials = useQuery(trpc.credentials.list.queryOptions({ limit: 500 }));
  const limits = useQuery(trpc.organizations.show.queryOptions({}));
  const policies = useQuery(trpc.policies.list.queryOptions({ limit: 500 }));
  const failed = [credentials, limits, policies].find(({ isError, data }) => isError && data === undefined);
  if (failed !== undefined) {
    return (
      <ErrorState title="The form could not be prepared" onRetry={() => void failed.refetch()}>
        {problemOf(failed.error).detail}
      </ErrorState>
    );
  }
  if (credentials.data === undefined || limits.data === undefined || policies.data === undefined) {
    return <Skeleton lines={12} lineClassName="h-12" label="Preparing the form" />;
  }
  const active = credentials.data.data.filter(({ disabled_at }) => disabled_at === null);
  // Once begun the form stays: a credential that is disabled meanwhile must not take away what was typed.
  if (active.length > 0 && !isBegun) setBegun(true);
  if (active.length === 0 && !isBegun) return <NoCredential />;
  const terms = policies.data.data.map(readPolicyTerms);
  return (
    <IssueForm
      initial={draftFromAddress(address, active, terms)}
      credentials={active}
      policies={terms}
      limits={{
        maxExpiryMs: limits.data.max_expiry_seconds * 1_000,
        maxDailyUsd: limits.data.max_daily_usd_cap,
      }}
    />
  );
}
