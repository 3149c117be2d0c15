import { Description, FieldError, Input, Label, TextField } from "@heroui/react";
import { useState } from "react";
import { RadioChoice } from "../form/radio-choice.tsx";
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
  if (field.options !== null) return <OptionEntry field={field} options={field.options} />;
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

interface OptionEntryProps extends Pick<SecretEntryProps, "field"> {
  readonly options: NonNullable<SecretEntryProps["field"]["options"]>;
}

/** What goes with the secret and is none itself. */
function OptionEntry({ field, options }: OptionEntryProps) {
  const [chosen, choose] = useState(options[0]?.value ?? "");
  return (
    <div className="flex flex-col gap-2">
      <RadioChoice
        name={`secret.${field.name}`}
        label={field.label}
        value={chosen}
        onChange={choose}
        options={options.map((option) => ({ ...option, description: "" }))}
      />
      <p className="text-xs text-ink-muted">{field.description}</p>
    </div>
  );
}
