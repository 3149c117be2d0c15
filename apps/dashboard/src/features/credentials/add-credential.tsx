"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm, type FormValues } from "../form/action-form.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { SelectChoice } from "../form/select-choice.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { type ShownVendor, useVendors } from "../vendors/use-vendors.ts";
import { SecretEntry } from "./secret-entry.tsx";
import { atFirstField, secretOf } from "./secret-of.ts";

export function AddCredential() {
  const dialog = useOverlayState();
  const vendors = useVendors();
  const [chosen, choose] = useState("");
  const vendor = vendors.find(({ name }) => name === chosen) ?? vendors[0];
  return (
    <>
      <Button onPress={dialog.open} isDisabled={vendor === undefined}>
        <Plus className="size-4" aria-hidden="true" />
        Add a credential
      </Button>
      <FormDialog state={dialog} title="Add a credential">
        {vendor === undefined ? null : (
          <AddForm vendor={vendor} vendors={vendors} onChoose={choose} onDone={dialog.close} />
        )}
      </FormDialog>
    </>
  );
}

interface AddFormProps {
  readonly vendor: ShownVendor;
  readonly vendors: readonly ShownVendor[];
  readonly onChoose: (name: string) => void;
  readonly onDone: () => void;
}

function AddForm({ vendor, vendors, onChoose, onDone }: AddFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Kept by nobody once it is sent: the secret is among what a mutation remembers.
  const create = useMutation({ ...trpc.credentials.create.mutationOptions(), gcTime: 0 });
  const add = async (values: FormValues) => {
    const label = (values.label ?? "").trim();
    const sent = create.mutateAsync({ vendor: vendor.name, label, secret: secretOf(values, vendor) });
    const problem = await outcome(sent);
    if (problem !== null) return atFirstField(problem, vendor);
    create.reset();
    toast.success(`${label} is sealed. Nobody can read its secret again.`);
    await queryClient.invalidateQueries(trpc.credentials.pathFilter());
    onDone();
    return null;
  };
  return (
    <ActionForm submit="Seal and add" onSubmit={add} beside={<Sealing />}>
      <SelectChoice
        isField
        label="Vendor"
        value={vendor.name}
        onChange={onChoose}
        options={vendors.map(({ name, title }) => ({ value: name, label: title }))}
      />
      <TextEntry
        name="label"
        label="Label"
        autoComplete="off"
        maxLength={100}
        autoFocus
        placeholder="Billing, restricted"
        description="How you will know it again: what it is for, which account."
      />
      {vendor.secret_fields.map((field) => (
        <SecretEntry key={`${vendor.name} ${field.name}`} field={field} />
      ))}
    </ActionForm>
  );
}

function Sealing() {
  return <p className="text-xs text-ink-muted">It cannot be shown again.</p>;
}
