import { Checkbox, CheckboxGroup, Description, FieldError, Label } from "@heroui/react";

interface CheckboxListProps {
  readonly name: string;
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly description: string;
  }[];
}

/** Some of a few, each explained where it is chosen. */
export function CheckboxList({ name, label, value, onChange, options }: CheckboxListProps) {
  return (
    <CheckboxGroup
      name={name}
      value={[...value]}
      onChange={onChange}
      className="gap-3 [&_[data-slot=checkbox]]:mt-0"
    >
      <Label>{label}</Label>
      {options.map((option) => (
        <Checkbox key={option.value} value={option.value}>
          <Checkbox.Content>
            <Checkbox.Control className="border border-ink-muted">
              <Checkbox.Indicator />
            </Checkbox.Control>
            {option.label}
          </Checkbox.Content>
          <Description>{option.description}</Description>
        </Checkbox>
      ))}
      <FieldError />
    </CheckboxGroup>
  );
}
