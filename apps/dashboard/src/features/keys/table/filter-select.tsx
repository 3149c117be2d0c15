"use client";

import { ListBox, Select } from "@heroui/react";

const ALL = "\u0000all";

interface FilterSelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly { readonly id: string; readonly text: string }[];
  readonly onChange: (id: string | null) => void;
}

/** Narrows a list to one of several. What the address names is among the choices even when the list is not there yet. */
export function FilterSelect({ label, value, choices, onChange }: FilterSelectProps) {
  const isListed = value === null || choices.some(({ id }) => id === value);
  const all = isListed ? choices : [{ id: value, text: value }, ...choices];
  return (
    <Select
      aria-label={label}
      value={value ?? ALL}
      onChange={(key) => onChange(key === null || key === ALL ? null : String(key))}
      className="min-w-36"
    >
      <Select.Trigger className={value === null ? "" : "border-accent text-accent"}>
        <Select.Value />
        <Select.Indicator />
      </Select.Trigger>
      <Select.Popover>
        <ListBox aria-label={label} className="max-h-80 overflow-y-auto">
          <ListBox.Item id={ALL} textValue={`Any ${label.toLowerCase()}`}>
            Any {label.toLowerCase()}
            <ListBox.ItemIndicator />
          </ListBox.Item>
          {all.map(({ id, text }) => (
            <ListBox.Item key={id} id={id} textValue={text}>
              <bdi className="truncate">{text}</bdi>
              <ListBox.ItemIndicator />
            </ListBox.Item>
          ))}
        </ListBox>
      </Select.Popover>
    </Select>
  );
}
