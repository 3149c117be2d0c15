import { Description, FieldError, Input, Label, TextField } from "@heroui/react";
import { wallTimeOf } from "./time-range.ts";

interface TimeEntryProps {
  readonly name: string;
  readonly label: string;
  /** An instant, shown as the organization's clock shows it. */
  readonly value: string | null;
  readonly zone: string;
}

export function TimeEntry({ name, label, value, zone }: TimeEntryProps) {
  return (
    <TextField
      fullWidth
      name={name}
      type="datetime-local"
      defaultValue={value === null ? "" : wallTimeOf(value, zone)}
    >
      <Label className="text-xs text-ink-muted">{label}</Label>
      <Input step="1" />
      <Description>{zone}</Description>
      <FieldError />
    </TextField>
  );
}
