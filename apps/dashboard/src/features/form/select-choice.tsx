import { Label, ListBox, Select } from "@heroui/react";

interface SelectChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly className?: string;
  /** In a form, where labels are as large as what is typed. */
  readonly isField?: boolean;
}

/** One of many, closed until it is wanted; for filters, and for forms of text fields. */
export function SelectChoice({
  label,
  value,
  onChange,
  options,
  className = "",
  isField = false,
}: SelectChoiceProps) {
  return (
    <Select
      value={value}
      onChange={(chosen) => {
        if (chosen !== null) onChange(String(chosen));
      }}
      className={className}
    >
      <Label className={isField ? "" : "text-xs text-ink-muted"}>{label}</Label>
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
