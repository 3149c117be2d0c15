"use client";

import { AlertDialog, Button, Spinner } from "@heroui/react";
import type { ReactNode } from "react";
import { FormProblem } from "../../form/form-problem.tsx";

interface RevokeFrameProps {
  readonly title: string;
  /** Before: what will happen. After: what was in flight. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly isPending: boolean;
  readonly isDone: boolean;
  readonly problem: string | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once, and stays to say what the revocation came too late for. */
export function RevokeFrame({
  title,
  children,
  confirm,
  isPending,
  isDone,
  problem,
  onConfirm,
  onClose,
}: RevokeFrameProps) {
  return (
    <AlertDialog.Backdrop
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      isKeyboardDismissDisabled={isPending}
    >
      <AlertDialog.Container size="md" placement="center">
        <AlertDialog.Dialog>
          <AlertDialog.Header>
            <AlertDialog.Heading>{title}</AlertDialog.Heading>
          </AlertDialog.Header>
          <AlertDialog.Body className="flex flex-col gap-3 text-sm text-ink">
            {children}
            <FormProblem detail={problem} />
          </AlertDialog.Body>
          <AlertDialog.Footer>
            {isDone ? (
              <Button autoFocus onPress={onClose}>
                Close
              </Button>
            ) : (
              <>
                <Button variant="outline" isDisabled={isPending} onPress={onClose}>
                  Cancel
                </Button>
                <Button variant="danger" autoFocus isPending={isPending} onPress={onConfirm}>
                  {isPending ? <Spinner size="sm" color="current" /> : null}
                  {confirm}
                </Button>
              </>
            )}
          </AlertDialog.Footer>
        </AlertDialog.Dialog>
      </AlertDialog.Container>
    </AlertDialog.Backdrop>
  );
}
