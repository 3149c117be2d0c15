"use client";

import { RadioChoice } from "../form/radio-choice.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { ChoiceField } from "../keys/issue/choice-field.tsx";
import type { CustomVendor } from "./custom-vendor.ts";
import type { AttachmentKind, VendorDraft } from "./vendor-draft.ts";

interface AttachmentFieldsProps {
  readonly attachment: AttachmentKind;
  readonly secretIs: VendorDraft["secretIs"];
  readonly vendor: CustomVendor | null;
  readonly onChange: (change: Partial<Pick<VendorDraft, "attachment" | "secretIs">>) => void;
}

const KINDS = [
  { value: "bearer", label: "Bearer", description: "Authorization: Bearer and the key." },
  {
    value: "basic",
    label: "Basic",
    description: "Authorization: Basic, the key as user name or as password.",
  },
  {
    value: "header",
    label: "A header of its own",
    description: "Such as X-Api-Key, with the key alone in it.",
  },
] as const;

/** The agent's vault key stands where the real one will: here, or as Bearer. */
export function AttachmentFields({ attachment, secretIs, vendor, onChange }: AttachmentFieldsProps) {
  return (
    <>
      <RadioChoice
        name="attachment.kind"
        label="The key is sent as"
        value={attachment}
        onChange={(kind) => {
          const chosen = KINDS.find(({ value }) => value === kind);
          if (chosen !== undefined) onChange({ attachment: chosen.value });
        }}
        options={KINDS}
      />
      {attachment === "basic" ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <ChoiceField
            name="attachment.secret_is"
            label="The key is the"
            value={secretIs}
            onChange={(part) => onChange({ secretIs: part === "password" ? "password" : "user" })}
            choices={[
              { id: "user", text: "User name" },
              { id: "password", text: "Password" },
            ]}
          />
          <TextEntry
            name="attachment.other"
            label={secretIs === "user" ? "Password" : "User name"}
            isOptional
            autoComplete="off"
            maxLength={100}
            defaultValue={vendor?.attachment.other ?? ""}
            description="The other part, the same for every credential. No secret."
          />
        </div>
      ) : null}
      {attachment === "header" ? (
        <TextEntry
          name="attachment.name"
          label="Header"
          autoComplete="off"
          maxLength={60}
          defaultValue={vendor?.attachment.name ?? ""}
          placeholder="x-api-key"
          className="max-w-80"
        />
      ) : null}
      {vendor === null ? null : (
        <p className="max-w-prose text-xs text-ink-muted">
          Secrets are sealed to the address and to this. Where you change either, type the secret of each of
          its credentials in anew (Credentials, Rotate): keys issued after the change wait for that.
        </p>
      )}
    </>
  );
}
