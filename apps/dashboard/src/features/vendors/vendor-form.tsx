"use client";

import { Button } from "@heroui/react";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { ShownProblem } from "../../trpc/problem.ts";
import { ActionForm } from "../form/action-form.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { FormSection } from "../keys/issue/form-section.tsx";
import { AttachmentFields } from "./attachment-fields.tsx";
import type { CustomVendor, Definition } from "./custom-vendor.ts";
import { EndpointFields } from "./endpoint-fields.tsx";
import { atFields, definitionOf, draftOf, type EndpointDraft, newEndpoint } from "./vendor-draft.ts";

interface VendorFormProps {
  /** Null where it is a new one, which has a name still to be given. */
  readonly vendor: CustomVendor | null;
  readonly submit: string;
  /** Null when it is done; the form is left then. */
  readonly onSend: (name: string, definition: Definition) => Promise<ShownProblem | null>;
}

const ENDPOINTS_MAX = 100;

export function VendorForm({ vendor, submit, onSend }: VendorFormProps) {
  const [draft, setDraft] = useState(() => draftOf(vendor));
  const { endpoints } = draft;
  const setEndpoints = (next: readonly EndpointDraft[]) =>
    setDraft((before) => ({ ...before, endpoints: next }));
  return (
    <ActionForm
      submit={submit}
      leavesPage
      onSubmit={async (values) => {
        const name = vendor?.name ?? (values.name ?? "").trim();
        const problem = await onSend(name, definitionOf(draft, values));
        return problem === null ? null : atFields(problem);
      }}
    >
      <div className="flex max-w-3xl min-w-0 flex-col gap-8 pb-2">
        <FormSection title="Which API">
          <WhichApi vendor={vendor} />
        </FormSection>
        <FormSection title="How it takes its key">
          <AttachmentFields
            attachment={draft.attachment}
            secretIs={draft.secretIs}
            vendor={vendor}
            onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          />
        </FormSection>
        <FormSection title="What its calls cost">
          <p className="max-w-prose text-sm text-ink-muted">
            What is not listed here is refused. A part of a path in braces, such as {"{id}"}, stands for any
            one id.
          </p>
          {endpoints.map((endpoint, index) => (
            <EndpointFields
              key={endpoint.id}
              endpoint={endpoint}
              index={index}
              onChange={(change) =>
                setEndpoints(endpoints.map((old) => (old.id === endpoint.id ? { ...old, ...change } : old)))
              }
              onRemove={
                endpoints.length === 1
                  ? null
                  : () => setEndpoints(endpoints.filter(({ id }) => id !== endpoint.id))
              }
            />
          ))}
          <Button
            variant="outline"
            className="self-start"
            isDisabled={endpoints.length >= ENDPOINTS_MAX}
            onPress={() => setEndpoints([...endpoints, newEndpoint()])}
          >
            <Plus className="size-4" aria-hidden="true" />
            Add an endpoint
          </Button>
        </FormSection>
      </div>
    </ActionForm>
  );
}

function WhichApi({ vendor }: { readonly vendor: CustomVendor | null }) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {vendor === null ? (
          <TextEntry
            name="name"
            label="Name"
            autoComplete="off"
            autoFocus
            maxLength={31}
            placeholder="acme-mail"
            description="Stands before the path of every call, and never changes."
          />
        ) : null}
        <TextEntry
          name="title"
          label="Title"
          autoComplete="off"
          maxLength={60}
          defaultValue={vendor?.title ?? ""}
          placeholder="Acme Mail"
          description="As people read it."
        />
      </div>
      <TextEntry
        name="origin"
        label="Address"
        autoComplete="off"
        maxLength={270}
        defaultValue={vendor?.origin ?? ""}
        placeholder="https://api.acme.com"
        description="HTTPS, a name, perhaps a port. Its name must lead to the public internet: that is looked at before each connection."
      />
      <TextEntry
        name="passed_headers"
        label="Headers that go on to it"
        isOptional
        autoComplete="off"
        maxLength={1300}
        defaultValue={vendor?.passed_headers.join(" ") ?? ""}
        placeholder="idempotency-key acme-version"
        description="What an agent sends beside these, and beside Accept, User-Agent and Content-Type, is dropped."
      />
    </>
  );
}
