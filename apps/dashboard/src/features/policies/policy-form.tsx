"use client";

import { Description, FieldError, Input, Label, TextField } from "@heroui/react";
import type { FormEvent, ReactNode } from "react";
import { FormProblem } from "../form/form-problem.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { CapsFields } from "../keys/issue/caps-fields.tsx";
import { ChoiceField } from "../keys/issue/choice-field.tsx";
import { DraftProvider } from "../keys/issue/draft-context.tsx";
import { DraftTextField } from "../keys/issue/draft-text-field.tsx";
import { EndpointsField } from "../keys/issue/endpoints-field.tsx";
import { FormSection } from "../keys/issue/form-section.tsx";
import type { KeyDraft } from "../keys/issue/key-draft.ts";
import { MoreFields } from "../keys/issue/more-fields.tsx";
import { useVendors } from "../vendors/use-vendors.ts";
import { type PolicyDraftOptions, usePolicyDraft } from "./use-policy-draft.ts";

interface PolicyFormProps extends PolicyDraftOptions {
  readonly label: string;
  readonly submit: string;
  /** Only what is new can be named and be for any vendor. */
  readonly isNew: boolean;
  /** Beside the form: what it would change. */
  readonly beside?: (draft: KeyDraft) => ReactNode;
}

export function PolicyForm({ label, submit, isNew, beside, ...options }: PolicyFormProps) {
  const { form, formRef, name, setName, isPending, problem, submit: send } = usePolicyDraft(options);
  return (
    <DraftProvider value={form}>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)] xl:items-start">
        <form
          ref={formRef}
          noValidate
          aria-label={label}
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            send();
          }}
          className="flex min-w-0 flex-col gap-8"
        >
          {isNew ? (
            <FormSection title="For what">
              <NameField name={name} setName={setName} fault={form.faultAt("name")?.message ?? null} />
              <VendorField form={form} />
            </FormSection>
          ) : null}
          <FormSection title="What it may call">
            <EndpointsField />
          </FormSection>
          <FormSection title="How much it may spend">
            <CapsFields maxDailyUsd={null} />
          </FormSection>
          <FormSection title="How long a key lives">
            <DraftTextField
              field="expires_in"
              label="At most"
              placeholder="3h"
              description="A number and s, m, h or d. Empty: set when a key is issued."
              isCode
              className="max-w-60"
            />
          </FormSection>
          <MoreFields />
          <div className="flex flex-col items-start gap-3">
            <FormProblem detail={problem} />
            <SubmitButton isPending={isPending}>{submit}</SubmitButton>
          </div>
        </form>
        {beside?.(form.draft) ?? null}
      </div>
    </DraftProvider>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly fault: string | null;
}

function NameField({ name, setName, fault }: NameFieldProps) {
  return (
    <TextField
      fullWidth
      isRequired
      name="name"
      value={name}
      onChange={setName}
      isInvalid={fault !== null}
      validationBehavior="aria"
      maxLength={100}
      autoFocus
    >
      <Label className="after:content-none">Name</Label>
      <Input autoComplete="off" placeholder="Refund bot" />
      <Description>Keys can be issued by it.</Description>
      <FieldError>{fault}</FieldError>
    </TextField>
  );
}

function VendorField({ form }: { readonly form: ReturnType<typeof usePolicyDraft>["form"] }) {
  return (
    <ChoiceField
      name="vendor"
      label="Vendor"
      choices={useVendors().map(({ name, title }) => ({ id: name, text: title }))}
      value={form.draft.vendor}
      onChange={(vendor) => {
        form.set("vendor", vendor);
        // Another vendor has other endpoints.
        if (vendor !== form.draft.vendor) form.set("allowed_endpoints", []);
      }}
      fault={form.faultAt("vendor")}
      isRequired
    />
  );
}
