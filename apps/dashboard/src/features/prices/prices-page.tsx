"use client";

import { ErrorState, PageHeader, RelativeTime, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useMay, useSession } from "../shell/session-context.tsx";
import type { PriceList } from "./price.ts";
import { PriceTable } from "./price-table.tsx";
import { SetPrice } from "./set-price.tsx";

/** What does the vendor take, where requests name no amount? */
export function PricesPage({ credentialId }: { readonly credentialId: string }) {
  const trpc = useTRPC();
  const mayChange = useMay("admin");
  const list = useQuery(trpc.prices.list.queryOptions({ id: credentialId }));
  return (
    <>
      <PageHeader
        title="Prices of a credential"
        question="What is a call held at?"
        actions={mayChange && list.isSuccess ? <SetPrice credentialId={credentialId} price={null} /> : null}
      />
      <p className="max-w-prose pb-4 text-sm text-ink-muted">
        Where a request names no amount, such as a text message, its call is held at these prices. The shipped
        ones are examples: set what your vendor takes from you. What has no price is refused.
      </p>
      {list.isPending ? (
        <Skeleton lines={8} lineClassName="h-12" label="The prices are being loaded" />
      ) : null}
      {list.isError ? <Failed problem={problemOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess ? <Prices credentialId={credentialId} list={list.data} /> : null}
    </>
  );
}

function Prices({ credentialId, list }: { readonly credentialId: string; readonly list: PriceList }) {
  return (
    <div className="flex flex-col gap-3">
      <Fetched {...list} />
      <PriceTable credentialId={credentialId} prices={list.data} />
    </div>
  );
}

function Fetched({ fetched_at: fetchedAt, fetch_error: error }: PriceList) {
  const { zone } = useSession().organization;
  if (fetchedAt === null) return null;
  return (
    <p className="text-sm text-ink-muted">
      The vendor's own list was read <RelativeTime at={fetchedAt} zone={zone} />
      {error === null ? "." : <span className="text-danger">, and not all of it could be: {error}</span>}
    </p>
  );
}

interface FailedProps {
  readonly problem: ReturnType<typeof problemOf>;
  readonly onRetry: () => void;
}

function Failed({ problem: { code, detail }, onRetry }: FailedProps) {
  if (code === "not_found" || code === "invalid_request") {
    return (
      <ErrorState title="There is no such credential here">
        <Link href="/credentials" className="text-accent hover:underline">
          All credentials
        </Link>
      </ErrorState>
    );
  }
  return (
    <ErrorState title="The prices could not be read" onRetry={onRetry}>
      {detail}
    </ErrorState>
  );
}
