"use client";

import { Drawer } from "@heroui/react";
import type { ReactNode } from "react";

interface NarrowMenuProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

export default function NarrowMenu({ isOpen, onOpenChange, children }: NarrowMenuProps) {
  return (
    // No `Drawer` around: it waits for a button inside that opens it.
    <Drawer.Backdrop isOpen={isOpen} onOpenChange={onOpenChange}>
      <Drawer.Content placement="left">
        <Drawer.Dialog aria-label="Menu" className="flex h-dvh w-72 flex-col gap-5 overflow-y-auto p-3">
          {children}
        </Drawer.Dialog>
      </Drawer.Content>
    </Drawer.Backdrop>
  );
}
