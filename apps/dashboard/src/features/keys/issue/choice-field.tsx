"use client";

import { Description, FieldError, Label, ListBox, Select } from "@heroui/react";
import type { ReactNode } from "react";
import { FaultWords } from "./fault-words.tsx";
import type { FieldFault } from "./field-fault.ts";

export interface Choice {
  readonly id: string;
  /** What is searched and said. */
  readonly text: string;
  readonly detail?: string;
}

interface ChoiceFieldProps {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly description?: ReactNode;
  readonly fault?: FieldFault | null;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
}

/** One of a few. */
export function ChoiceField({
  name,
  label,
  choices,
  value,
  onChange,
  fault = null,
  ...look
}: ChoiceFieldProps) {
  return (
    <Select
      fullWidth
      name={name}
      value={value === "" ? null : value}
      onChange={(key) => onChange(key === null ? "" : String(key))}
      isInvalid={fault !== null}
      isRequired={look.isRequired ?? false}
      validationBehavior="aria"
      placeholder={look.placeholder ?? "Choose"}
    >
      <Label>{label}</Label>
      <Select.Trigger>
        <Select.Value />
        <Select.Indicator />
      </Select.Trigger>
      {look.description === undefined ? null : <Description>{look.description}</Description>}
      <FieldError>{fault === null ? null : <FaultWords fault={fault} />}</FieldError>
      <Select.Popover>
        <ListBox aria-label={label}>
          {choices.map(({ id, text, detail }) => (
            <ListBox.Item key={id} id={id} textValue={text}>
              <span className="flex min-w-0 flex-1 items-baseline justify-between gap-4">
                <bdi className="truncate">{text}</bdi>
                {detail === undefined ? null : <span className="text-xs text-ink-muted">{detail}</span>}
              </span>
              <ListBox.ItemIndicator />
            </ListBox.Item>
          ))}
        </ListBox>
      </Select.Popover>
    </Select>
  );
}
