"use client";

import { Button, Spinner, toast } from "@heroui/react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useVendors } from "../vendors/use-vendors.ts";

/** A sandbox credential in one press, of each vendor that there is: it asks for nothing that one could get wrong. */
export function AddSandbox() {
  const vendors = useVendors().filter(({ has_sandbox: has }) => has);
  return vendors.map(({ name, title }) => <AddSandboxOf key={name} vendor={name} title={title} />);
}

function AddSandboxOf({ vendor, title }: { readonly vendor: string; readonly title: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const add = useMutation(
    trpc.credentials.create.mutationOptions({
      onSuccess: async () => {
        toast.success(`A sandbox credential for ${title} is there: no money moves with it.`);
        await queryClient.invalidateQueries(trpc.credentials.pathFilter());
      },
      onError: (error) => toast.danger(problemOf(error).detail),
    }),
  );
  return (
    <Button
      variant="outline"
      className="bg-surface"
      isPending={add.isPending}
      onPress={() => add.mutate({ vendor, label: `${title} sandbox`, sandbox: true })}
    >
      {add.isPending ? (
        <Spinner size="sm" color="current" />
      ) : (
        <FlaskConical className="size-4" aria-hidden="true" />
      )}
      Add {title} sandbox
    </Button>
  );
}
