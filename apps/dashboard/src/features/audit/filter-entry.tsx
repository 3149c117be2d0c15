import { FieldError, Input, Label, TextField } from "@heroui/react";

interface FilterEntryProps {
  readonly name: string;
  readonly label: string;
  readonly defaultValue: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly inputMode?: "decimal";
}

/** One thing to filter by; empty, it filters nothing. */
export function FilterEntry({ label, placeholder, ...field }: FilterEntryProps) {
  return (
    <TextField fullWidth {...field}>
      <Label className="text-xs text-ink-muted">{label}</Label>
      <Input autoComplete="off" spellCheck="false" {...(placeholder === undefined ? {} : { placeholder })} />
      <FieldError />
    </TextField>
  );
}
