"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm, type FormValues } from "../form/action-form.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { TextEntry } from "../form/text-entry.tsx";
import type { ShownPolicy } from "./shown-policy.ts";

export function RenamePolicy({ policy }: { readonly policy: ShownPolicy }) {
  const dialog = useOverlayState();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rename = useMutation(trpc.policies.rename.mutationOptions());
  const act = async ({ name: typed = "" }: FormValues) => {
    const name = typed.trim();
    const problem = await outcome(rename.mutateAsync({ id: policy.id, name }));
    if (problem !== null) return problem;
    dialog.close();
    toast.success(`${policy.name} is called ${name} now.`);
    await queryClient.invalidateQueries(trpc.policies.pathFilter());
    return null;
  };
  return (
    <>
      <Button variant="ghost" onPress={dialog.open}>
        Rename
      </Button>
      <FormDialog state={dialog} title="Rename this policy" holds>
        <ActionForm
          submit="Rename it"
          onSubmit={act}
          beside={
            <Button variant="ghost" onPress={dialog.close}>
              Cancel
            </Button>
          }
        >
          <TextEntry
            name="name"
            label="Name"
            autoComplete="off"
            maxLength={100}
            defaultValue={policy.name}
            autoFocus
          />
          <p className="text-sm text-ink-muted">
            Whoever issues keys from it by the name <Label text={policy.name} className="font-medium" /> is
            refused from then on; by its id nothing changes. Its versions, and the keys issued from it, stay.
            It can be renamed back while nothing else takes the name.
          </p>
        </ActionForm>
      </FormDialog>
    </>
  );
}
