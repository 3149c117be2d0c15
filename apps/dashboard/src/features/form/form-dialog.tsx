"use client";

import { Modal, type useOverlayState } from "@heroui/react";
import type { ReactNode } from "react";

interface FormDialogProps {
  readonly state: ReturnType<typeof useOverlayState>;
  readonly title: string;
  readonly children: ReactNode;
  /** True while what it shows is lost by closing: then only its own button closes it. */
  readonly holds?: boolean;
}

/** A form over the page. It closes by its button, by Escape, and by a press outside unless that would lose something. */
export function FormDialog({ state, title, children, holds = false }: FormDialogProps) {
  return (
    // No `Modal` around: it waits for a button inside that opens it.
    <Modal.Backdrop
      isOpen={state.isOpen}
      onOpenChange={state.setOpen}
      isDismissable={!holds}
      isKeyboardDismissDisabled={holds}
    >
      <Modal.Container size="md" placement="center">
        <Modal.Dialog>
          {holds ? null : <Modal.CloseTrigger aria-label="Close" />}
          <Modal.Header>
            <Modal.Heading>{title}</Modal.Heading>
          </Modal.Header>
          <Modal.Body className="pt-2">{children}</Modal.Body>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
