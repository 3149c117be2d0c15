"use client";

import { Description, FieldError, Input, Label, TextField } from "@heroui/react";
import type { ReactNode } from "react";
import { type DraftForm, useDraftForm } from "./draft-context.tsx";
import { FaultWords } from "./fault-words.tsx";
import type { FieldFault } from "./field-fault.ts";
import { type TextField as TextFieldName, wordsOf } from "./key-draft.ts";

interface DraftTextFieldProps {
  readonly field: TextFieldName;
  readonly label: string;
  readonly description?: ReactNode;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly inputMode?: "decimal" | "numeric" | "text";
  readonly isCode?: boolean;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  /** Stands before what is typed: a currency. */
  readonly unit?: string;
  readonly className?: string;
}

/** One line of the draft, with its rule and what is wrong with it. */
export function DraftTextField({
  field,
  label,
  description,
  unit,
  className = "",
  ...look
}: DraftTextFieldProps) {
  const { draft, set, leave, faultAt } = useDraftForm();
  const fault = faultAt(field) ?? entryFault(field, draft[field], faultAt);
  const alignment = unit === undefined ? "" : "pl-7 tabular-nums";
  return (
    <TextField
      fullWidth
      name={field}
      value={draft[field]}
      onChange={(value) => set(field, value)}
      onBlur={() => leave(field)}
      isInvalid={fault !== null}
      isRequired={look.isRequired ?? false}
      // The browser's own words would stand in the way of ours.
      validationBehavior="aria"
      maxLength={look.maxLength ?? 20}
      autoFocus={look.autoFocus ?? false}
      className={className}
    >
      <Label>{label}</Label>
      <span className="relative block">
        {unit === undefined ? null : (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 left-3 z-10 flex items-center text-sm text-ink-muted"
          >
            {unit}
          </span>
        )}
        <Input
          className={`w-full ${look.isCode ? "font-mono" : ""} ${alignment}`}
          autoComplete="off"
          spellCheck="false"
          inputMode={look.inputMode ?? "text"}
          placeholder={look.placeholder ?? ""}
        />
      </span>
      {description === undefined ? null : <Description>{description}</Description>}
      <FieldError>{fault === null ? null : <FaultWords fault={fault} />}</FieldError>
    </TextField>
  );
}

/** A field of several words says which of them is wrong. */
function entryFault(field: TextFieldName, text: string, faultAt: DraftForm["faultAt"]): FieldFault | null {
  for (const [index, word] of wordsOf(text).entries()) {
    const fault = faultAt(`${field}[${index}]`);
    if (fault !== null) return { ...fault, message: `${word}: ${fault.message}` };
  }
  return null;
}
