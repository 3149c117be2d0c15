import { Label, ListBox, Select } from "@heroui/react";

interface SelectChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly className?: string;
}

/** One of many, closed until it is wanted; for filters. */
export function SelectChoice({ label, value, onChange, options, className = "" }: SelectChoiceProps) {
  return (
    <Select
      value={value}
      onChange={(chosen) => {
        if (chosen !== null) onChange(String(chosen));
      }}
      className={className}
    >
      <Label className="text-xs text-ink-muted">{label}</Label>
      <Select.Trigger>
        <Select.Value />
        <Select.Indicator />
      </Select.Trigger>
      <Select.Popover>
        <ListBox items={options}>
          {(option) => (
            <ListBox.Item id={option.value} textValue={option.label}>
              <bdi>{option.label}</bdi>
              <ListBox.ItemIndicator />
            </ListBox.Item>
          )}
        </ListBox>
      </Select.Popover>
    </Select>
  );
}
