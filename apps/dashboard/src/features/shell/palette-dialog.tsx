"use client";

import { Modal } from "@heroui/react";
import { PaletteSearch } from "./palette-search.tsx";

interface PaletteDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

export default function PaletteDialog({ isOpen, onOpenChange }: PaletteDialogProps) {
  return (
    // No `Modal` around: it waits for a button inside that opens it.
    <Modal.Backdrop isOpen={isOpen} onOpenChange={onOpenChange}>
      <Modal.Container placement="top" size="lg">
        <Modal.Dialog aria-label="Jump to a page, agent, run or key" className="p-0">
          <PaletteSearch onGo={() => onOpenChange(false)} />
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
