"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm, type FormValues } from "../form/action-form.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { type ShownVendor, useVendors } from "../vendors/use-vendors.ts";
import type { Credential } from "./credential.ts";
import { SecretEntry } from "./secret-entry.tsx";
import { atFirstField, secretOf } from "./secret-of.ts";

/** Another secret under the same credential: its vault keys go on with that one. */
export function RotateCredential({ credential }: { readonly credential: Credential }) {
  const dialog = useOverlayState();
  return (
    <>
      <Button size="sm" variant="ghost" onPress={dialog.open} aria-label={`Rotate ${credential.label}`}>
        <RefreshCw className="size-4" aria-hidden="true" />
        Rotate
      </Button>
      <FormDialog state={dialog} title="Put another secret in its place">
        <RotateForm credential={credential} onDone={dialog.close} />
      </FormDialog>
    </>
  );
}

interface RotateFormProps {
  readonly credential: Credential;
  readonly onDone: () => void;
}

function RotateForm({ credential, onDone }: RotateFormProps) {
  const { id, mode, vendor: vendorName } = credential;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const vendor = useVendors().find(({ name }) => name === vendorName);
  // Kept by nobody once it is sent: the secret is among what a mutation remembers.
  const rotate = useMutation({ ...trpc.credentials.rotate.mutationOptions(), gcTime: 0 });
  if (vendor === undefined) return null;
  const isSandbox = mode === "sandbox";
  // The mode does not change, so it is not asked for.
  const typed = { ...vendor, secret_fields: vendor.secret_fields.filter(({ options }) => options === null) };
  const send = async (values: FormValues) => {
    const secret = isSandbox ? undefined : { ...secretOf(values, typed), ...sameMode(vendor, mode) };
    const problem = await outcome(rotate.mutateAsync({ id, secret }));
    if (problem !== null) return atFirstField(problem, vendor);
    rotate.reset();
    toast.success(`${credential.label} has another secret; every proxy uses it within 30 seconds.`);
    await queryClient.invalidateQueries(trpc.credentials.pathFilter());
    onDone();
    return null;
  };
  return (
    <ActionForm submit={isSandbox ? "Make a new sandbox secret" : "Seal and rotate"} onSubmit={send}>
      <WhatHappens credential={credential} />
      {isSandbox
        ? null
        : typed.secret_fields.map((field, index) => (
            <SecretEntry key={field.name} field={field} autoFocus={index === 0} />
          ))}
    </ActionForm>
  );
}

/** Where the vendor's secret says whether it moves real money: as it did before. */
function sameMode({ secret_fields: fields }: ShownVendor, mode: string): Record<string, string> {
  const told = fields.filter(({ options }) => options?.some(({ value }) => value === mode) === true);
  return Object.fromEntries(told.map(({ name }) => [name, mode]));
}

function WhatHappens({ credential }: { readonly credential: Credential }) {
  const { label, last4, mode, live_keys: live } = credential;
  const keys = live === 1 ? "1 live vault key goes" : `${live.toLocaleString("en-US")} live vault keys go`;
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="text-ink">
        <Label text={label} className="font-medium" /> ends in <span className="font-mono">{last4}</span>.{" "}
        {live === 0
          ? "No live vault key uses it."
          : `${keys} on working, with the new secret within 30 seconds.`}
      </p>
      {mode === "sandbox" ? null : (
        <p className="text-ink-muted">
          Give another {mode} key of the same account. Take the old one back at the vendor after a minute:
          until then a call that is under way may still use it.
        </p>
      )}
      <p className="text-ink-muted">This cannot be undone: the secret before is forgotten.</p>
    </div>
  );
}
