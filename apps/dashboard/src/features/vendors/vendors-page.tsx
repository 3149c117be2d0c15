"use client";

import { EmptyState, ErrorState, Label, PageHeader, RelativeTime, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { LinkButton } from "../form/link-button.tsx";
import { useMay, useSession } from "../shell/session-context.tsx";
import type { ShownVendor } from "./use-vendors.ts";

/** Whom can keys be for? */
export function VendorsPage() {
  const mayChange = useMay("admin");
  const define = mayChange ? <LinkButton href="/vendors/new">Define a vendor</LinkButton> : null;
  return (
    <>
      <PageHeader title="Vendors" question="Whom can keys be for?" actions={define} />
      <p className="max-w-prose pb-4 text-sm text-ink-muted">
        Keybrake knows some vendors and what their calls cost. Any other API you can define yourself: where it
        is, how it takes its key, and what each of its endpoints costs.
      </p>
      <VendorList action={define} />
    </>
  );
}

function VendorList({ action }: { readonly action: React.ReactNode }) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.vendors.list.queryOptions({ archived: true }));
  if (listed.isPending)
    return <Skeleton lines={3} lineClassName="h-14" label="The vendors are being loaded" />;
  if (listed.isError) {
    return (
      <ErrorState
        title="The vendors could not be read"
        onRetry={() => void listed.refetch()}
        retrying={listed.isFetching}
      >
        {problemOf(listed.error).detail}
      </ErrorState>
    );
  }
  const { data: vendors } = listed.data;
  const own = vendors.filter(({ custom }) => custom !== null);
  const builtIn = vendors.filter(({ custom }) => custom === null);
  return (
    <div className="flex flex-col gap-6">
      <section aria-labelledby="own-vendors" className="flex flex-col gap-2">
        <h2 id="own-vendors" className="text-sm font-semibold">
          Your own
        </h2>
        <div className="rounded-lg border border-line bg-surface">
          {own.length === 0 ? (
            <EmptyState icon={Plug} title="No vendor of your own yet" action={action ?? undefined}>
              Define an API that Keybrake does not know, and its calls are priced, capped and audited like any
              other.
            </EmptyState>
          ) : (
            <ul aria-label="Your own vendors" className="divide-y divide-line">
              {own.map((vendor) => (
                <OwnVendor key={vendor.name} vendor={vendor} />
              ))}
            </ul>
          )}
        </div>
      </section>
      <section aria-labelledby="known-vendors" className="flex flex-col gap-2">
        <h2 id="known-vendors" className="text-sm font-semibold">
          Built in
        </h2>
        <ul
          aria-label="Built-in vendors"
          className="divide-y divide-line rounded-lg border border-line bg-surface"
        >
          {builtIn.map(({ name, title }) => (
            <li key={name} className="flex items-baseline gap-2 px-4 py-3 text-sm">
              <span className="font-medium">{title}</span>
              <span className="font-mono text-[13px] text-ink-muted">{name}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function OwnVendor({ vendor: { name, title, custom } }: { readonly vendor: ShownVendor }) {
  const { zone } = useSession().organization;
  if (custom === null) return null;
  const count = custom.endpoints === 1 ? "1 endpoint" : `${custom.endpoints} endpoints`;
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-3 text-sm sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link href={`/vendors/${name}`} className="font-medium hover:text-accent hover:underline">
            <Label text={title} />
          </Link>
          <span className="font-mono text-[13px] text-ink-muted">/{name}</span>
          {custom.archived_at === null ? null : <span className="text-xs text-ink-muted">archived</span>}
        </p>
        <p className="break-all text-ink-muted">
          {custom.origin} · {count}
        </p>
      </div>
      <p className="text-xs text-ink-muted tabular-nums">
        Version {custom.version}, <RelativeTime at={custom.changed_at} zone={zone} />
      </p>
    </li>
  );
}
