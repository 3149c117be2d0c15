"use client";

import { toast } from "@heroui/react";
import { ErrorState, PageHeader, Skeleton } from "@keybrake/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { outcome } from "../form/outcome.ts";
import { useMay } from "../shell/session-context.tsx";
import type { CustomVendor } from "./custom-vendor.ts";
import { MayNotDefine } from "./define-vendor.tsx";
import { VendorForm } from "./vendor-form.tsx";

export function ChangeVendor({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const mayChange = useMay("admin");
  const vendor = useQuery(trpc.vendors.show.queryOptions({ vendor: name }));
  // The form keeps what it began with: what somebody else changes meanwhile is told when this is sent.
  const [begun, setBegun] = useState<CustomVendor | null>(null);
  if (begun === null && vendor.data !== undefined) setBegun(vendor.data);
  return (
    <>
      <PageHeader title="Change a vendor" question={begun?.title ?? name} />
      {!mayChange ? (
        <MayNotDefine />
      ) : begun !== null ? (
        <Form vendor={begun} />
      ) : vendor.isError ? (
        <ErrorState title="The vendor could not be read" onRetry={() => void vendor.refetch()}>
          {problemOf(vendor.error).detail}
        </ErrorState>
      ) : (
        <Skeleton lines={12} lineClassName="h-10" label="The vendor is being loaded" />
      )}
    </>
  );
}

function Form({ vendor }: { readonly vendor: CustomVendor }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const change = useMutation(trpc.vendors.change.mutationOptions());
  return (
    <>
      <p className="max-w-prose pb-5 text-sm text-ink-muted">
        Vault keys that there are keep the definition that they were issued with: to end them, revoke them.
      </p>
      <VendorForm
        vendor={vendor}
        submit="Save as a new version"
        onSend={async (name, definition) => {
          const sent = change.mutateAsync({ vendor: name, base_version: vendor.version, ...definition });
          const problem = await outcome(sent);
          if (problem !== null) return problem;
          toast.success(`${definition.title} has a new version.`);
          await queryClient.invalidateQueries(trpc.vendors.pathFilter());
          router.push(`/vendors/${name}`);
          return null;
        }}
      />
    </>
  );
}
