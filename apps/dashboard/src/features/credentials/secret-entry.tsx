import { Description, FieldError, Input, Label, TextField } from "@heroui/react";
import type { ShownVendor } from "../vendors/use-vendors.ts";

interface SecretEntryProps {
  readonly field: ShownVendor["secret_fields"][number];
  readonly autoFocus?: boolean;
}

/**
 * A part of a vendor's secret. Hidden as it is typed, and no password field: a browser would offer to keep it, and to
 * carry it to the person's other machines.
 */
export function SecretEntry({ field, autoFocus = false }: SecretEntryProps) {
  return (
    <TextField
      fullWidth
      isRequired
      name={`secret.${field.name}`}
      autoComplete="off"
      spellCheck="false"
      maxLength={4096}
      autoFocus={autoFocus}
    >
      <Label className="after:content-none">{field.label}</Label>
      <Input
        placeholder={field.placeholder}
        className="font-mono [-webkit-text-security:disc] placeholder:[-webkit-text-security:none]"
        autoCapitalize="off"
        autoCorrect="off"
        data-1p-ignore="true"
        data-lpignore="true"
      />
      <Description>{field.description}</Description>
      <FieldError />
    </TextField>
  );
}
