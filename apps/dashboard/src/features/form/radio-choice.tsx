import { Description, FieldError, Label, Radio, RadioGroup } from "@heroui/react";
import type { ReactNode } from "react";

interface RadioChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly description: ReactNode;
    readonly isDisabled?: boolean;
  }[];
}

/** One of a few, each explained where it is chosen. */
export function RadioChoice({ name, label, value, onChange, options }: RadioChoiceProps) {
  return (
    <RadioGroup name={name} value={value} onChange={onChange} className="gap-3 [&_[data-slot=radio]]:mt-0">
      <Label>{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} isDisabled={option.isDisabled ?? false}>
          <Radio.Content>
            <Radio.Control className="border-ink-muted">
              <Radio.Indicator />
            </Radio.Control>
            {option.label}
          </Radio.Content>
          <Description>{option.description}</Description>
        </Radio>
      ))}
      <FieldError />
    </RadioGroup>
  );
}
