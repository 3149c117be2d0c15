"use client";

import { ErrorState, KeyValue, Label, PageHeader, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { LinkButton } from "../form/link-button.tsx";
import { useMay, useSession } from "../shell/session-context.tsx";
import { ArchiveVendor } from "./archive-vendor.tsx";
import type { CustomVendor } from "./custom-vendor.ts";
import { PricedEndpoints } from "./priced-endpoints.tsx";

export function VendorPage({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const vendor = useQuery(trpc.vendors.show.queryOptions({ vendor: name }));
  if (vendor.isPending) return <Skeleton lines={12} lineClassName="h-8" label="The vendor is being loaded" />;
  if (vendor.data === undefined) {
    const { code, detail } = problemOf(vendor.error);
    if (code === "not_found" || code === "invalid_request") {
      return (
        <ErrorState title="There is no vendor of your own by this name">
          <Link href="/vendors" className="text-accent hover:underline">
            All vendors
          </Link>
        </ErrorState>
      );
    }
    return (
      <ErrorState
        title="The vendor could not be read"
        onRetry={() => void vendor.refetch()}
        retrying={vendor.isFetching}
      >
        {detail}
      </ErrorState>
    );
  }
  return <Vendor vendor={vendor.data} />;
}

function Vendor({ vendor }: { readonly vendor: CustomVendor }) {
  const { proxyUrl } = useSession();
  return (
    <>
      <PageHeader title="Vendor" question={vendor.title} actions={<Actions vendor={vendor} />} />
      <p className="max-w-prose pb-5 text-sm text-ink-muted">
        {vendor.archived_at === null
          ? "Keys carry the definition that they were issued with: a change here changes none of them."
          : "Archived: no key is issued for it any more. Those that were go on until they end."}{" "}
        <Link href={`/audit?vendor=${vendor.name}`} className="text-accent underline">
          Its calls
        </Link>
      </p>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,24rem)_minmax(0,1fr)] xl:items-start">
        <section aria-labelledby="where-it-is" className="flex flex-col gap-3">
          <h2 id="where-it-is" className="text-sm font-semibold">
            Version {vendor.version}
          </h2>
          <div className="rounded-lg border border-line bg-surface p-4">
            <KeyValue
              items={[
                { name: "Agents call", value: <Code text={`${proxyUrl}/${vendor.name}`} /> },
                { name: "It goes to", value: <Code text={vendor.origin} /> },
                { name: "With the key as", value: attachmentWords(vendor.attachment) },
                {
                  name: "Headers passed",
                  value:
                    vendor.passed_headers.length === 0 ? "None of its own" : vendor.passed_headers.join(", "),
                },
              ]}
            />
          </div>
        </section>
        <PricedEndpoints endpoints={vendor.endpoints} />
      </div>
    </>
  );
}

function Code({ text }: { readonly text: string }) {
  return <Label text={text} className="font-mono text-[13px] break-all" />;
}

function attachmentWords({ kind, secret_is: secretIs, name }: CustomVendor["attachment"]): string {
  if (kind === "bearer") return "Bearer";
  return kind === "basic" ? `Basic, as ${secretIs === "user" ? "user name" : "password"}` : (name ?? "");
}

function Actions({ vendor }: { readonly vendor: CustomVendor }) {
  const mayChange = useMay("admin");
  const mayIssue = useMay("member");
  if (vendor.archived_at !== null) return null;
  return (
    <>
      {mayChange ? <ArchiveVendor vendor={vendor} /> : null}
      {mayChange ? (
        <LinkButton href={`/vendors/${vendor.name}/edit`} variant="outline">
          Change
        </LinkButton>
      ) : null}
      {mayChange ? (
        <LinkButton href="/credentials" variant="outline">
          Credentials
        </LinkButton>
      ) : null}
      {mayIssue ? <LinkButton href="/keys/new">Issue a key</LinkButton> : null}
    </>
  );
}
