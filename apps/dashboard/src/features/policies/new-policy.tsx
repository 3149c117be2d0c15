"use client";

import { toast } from "@heroui/react";
import { EmptyState, PageHeader } from "@keybrake/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useMay } from "../shell/session-context.tsx";
import { useVendors } from "../vendors/use-vendors.ts";
import { draftOf, rulesOf } from "./policy-draft.ts";
import { PolicyForm } from "./policy-form.tsx";

export function NewPolicy() {
  return (
    <>
      <PageHeader title="New policy" question="What may an agent of this kind do?" />
      {useMay("admin") ? <Form /> : <MayNotChange />}
    </>
  );
}

export function MayNotChange() {
  return (
    <EmptyState title="Your role cannot change policies">
      Ask an admin or an owner of the organization.
    </EmptyState>
  );
}

function Form() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.policies.create.mutationOptions());
  const vendors = useVendors();
  const credentials = useQuery(trpc.credentials.list.queryOptions({ limit: 500 }));
  // Known before the form is: where credentials are of one vendor there is nothing to choose.
  if (vendors.length === 0 || credentials.isPending) return null;
  return (
    <PolicyForm
      isNew
      label="New policy"
      submit="Make the policy"
      initialName=""
      initial={draftOf({ vendor: onlyVendor(credentials.data?.data ?? []) })}
      onSend={async (name, draft) => {
        try {
          const made = await create.mutateAsync({ name, rules: rulesOf(draft) });
          toast.success(`${made.name} is there: issue a key from it.`);
          await queryClient.invalidateQueries(trpc.policies.pathFilter());
          router.push(`/policies/${made.id}`);
          return null;
        } catch (error) {
          return problemOf(error);
        }
      }}
    />
  );
}

function onlyVendor(
  credentials: readonly { readonly vendor: string; readonly disabled_at: string | null }[],
) {
  const used = new Set(credentials.filter((one) => one.disabled_at === null).map(({ vendor }) => vendor));
  const [only, ...others] = used;
  return others.length === 0 ? only : undefined;
}
