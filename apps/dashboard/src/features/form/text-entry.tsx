import { Description, FieldError, Input, Label, TextField } from "@heroui/react";
import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";

interface TextEntryProps {
  /** As the server names the field. */
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password";
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly description?: ReactNode;
  readonly defaultValue?: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isOptional?: boolean;
  readonly isReadOnly?: boolean;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly inputMode?: "numeric" | "decimal";
  readonly onChange?: (value: string) => void;
  readonly className?: string;
}

/** One line of text with its label, its rule, and what is wrong with it. Needed unless it says that it is not. */
export function TextEntry({
  label,
  description,
  placeholder,
  isOptional = false,
  className,
  ...field
}: TextEntryProps) {
  const isCode = field.autoComplete === "one-time-code";
  return (
    <TextField
      fullWidth
      isRequired={!isOptional}
      {...field}
      {...(isCode || field.type !== undefined ? { spellCheck: "false" } : {})}
      {...(className === undefined ? {} : { className })}
    >
      <Label className="after:content-none">
        {label}
        {isOptional ? <span className="font-normal text-ink-muted"> (optional)</span> : null}
      </Label>
      <Input className={isCode ? "font-mono" : ""} {...(placeholder === undefined ? {} : { placeholder })} />
      {description === undefined ? null : <Description>{description}</Description>}
      <FieldError />
    </TextField>
  );
}
