"use client";

import { toast } from "@heroui/react";
import { EmptyState, PageHeader } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../trpc/client.tsx";
import { outcome } from "../form/outcome.ts";
import { useMay } from "../shell/session-context.tsx";
import { VendorForm } from "./vendor-form.tsx";

export function DefineVendor() {
  return (
    <>
      <PageHeader title="Vendors" question="Define a vendor" />
      {useMay("admin") ? <Form /> : <MayNotDefine />}
    </>
  );
}

export function MayNotDefine() {
  return (
    <EmptyState title="Your role cannot define vendors">
      Ask an admin or an owner of the organization.
    </EmptyState>
  );
}

function Form() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const define = useMutation(trpc.vendors.define.mutationOptions());
  return (
    <VendorForm
      vendor={null}
      submit="Define the vendor"
      onSend={async (name, definition) => {
        const problem = await outcome(define.mutateAsync({ name, ...definition }));
        if (problem !== null) return problem;
        toast.success(`${definition.title} is there: add a credential for it.`);
        await queryClient.invalidateQueries(trpc.vendors.pathFilter());
        router.push(`/vendors/${name}`);
        return null;
      }}
    />
  );
}
