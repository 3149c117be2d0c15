"use client";

import { ComboBox, Description, FieldError, Input, Label, ListBox } from "@heroui/react";
import { type ReactNode, useMemo } from "react";
import { useBrowserZones } from "./browser-zone.ts";

interface ZoneFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly description?: ReactNode;
  readonly isDisabled?: boolean;
}

/** One of the time zones that this browser knows by name; typing a part of it finds it. */
export function ZoneField({ name, value, onChange, description, isDisabled = false }: ZoneFieldProps) {
  const known = useBrowserZones();
  // `UTC` is not among the names of every browser, nor need what was stored be.
  const zones = useMemo(() => [...new Set(["UTC", value, ...known])].map((id) => ({ id })), [known, value]);
  return (
    <ComboBox
      fullWidth
      isRequired
      name={name}
      isDisabled={isDisabled}
      menuTrigger="input"
      value={value}
      onChange={(zone) => {
        if (zone !== null) onChange(String(zone));
      }}
      defaultItems={zones}
    >
      <Label className="after:content-none">Time zone</Label>
      <ComboBox.InputGroup>
        <Input />
        <ComboBox.Trigger aria-label="Show time zones" />
      </ComboBox.InputGroup>
      {description === undefined ? null : <Description>{description}</Description>}
      <FieldError />
      <ComboBox.Popover>
        <ListBox className="max-h-72 overflow-y-auto">
          {({ id }: { readonly id: string }) => (
            <ListBox.Item id={id} textValue={id}>
              {id}
              <ListBox.ItemIndicator />
            </ListBox.Item>
          )}
        </ListBox>
      </ComboBox.Popover>
    </ComboBox>
  );
}
