"use client";

import { Dropdown } from "@heroui/react";
import { type ReactNode, useEffect, useState } from "react";
import type { OpenedMenuProps } from "./menu-button.tsx";

interface OpenedDropdownProps extends OpenedMenuProps {
  readonly placement: "bottom start" | "top start";
  readonly onAction: (id: string) => void;
  readonly items: ReactNode;
}

/** Takes the place of the button that was pressed, focus included, and opens; so that closing leads back to it. */
export function OpenedDropdown({
  label,
  className,
  children,
  placement,
  onAction,
  items,
}: OpenedDropdownProps) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(true), []);
  return (
    <Dropdown isOpen={isOpen} onOpenChange={setOpen}>
      <Dropdown.Trigger autoFocus aria-label={label} className={className}>
        {children}
      </Dropdown.Trigger>
      <Dropdown.Popover placement={placement}>
        <Dropdown.Menu onAction={(key) => onAction(String(key))}>{items}</Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
