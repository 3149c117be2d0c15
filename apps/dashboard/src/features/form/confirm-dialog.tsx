"use client";

import { AlertDialog, Button, Spinner, type useOverlayState } from "@heroui/react";
import { type ReactNode, useRef, useState } from "react";
import type { ShownProblem } from "../../trpc/problem.ts";
import { FormProblem } from "./form-problem.tsx";

interface ConfirmDialogProps {
  readonly state: ReturnType<typeof useOverlayState>;
  readonly title: string;
  /** What will happen, in numbers where there are any, and whether it can be undone. */
  readonly children: ReactNode;
  /** The act itself, as a verb: never "OK". */
  readonly confirm: string;
  /** null when it is done; the dialog closes then. */
  readonly onConfirm: () => Promise<ShownProblem | null>;
}

export function ConfirmDialog({ state, title, children, confirm, onConfirm }: ConfirmDialogProps) {
  const isSending = useRef(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<ShownProblem | null>(null);
  const act = async () => {
    if (isSending.current) return;
    isSending.current = true;
    setPending(true);
    const answer = await onConfirm();
    isSending.current = false;
    setPending(false);
    setProblem(answer);
    if (answer === null) state.close();
  };
  return (
    // No `AlertDialog` around: it waits for a button inside that opens it.
    <AlertDialog.Backdrop
      isOpen={state.isOpen}
      onOpenChange={state.setOpen}
      isKeyboardDismissDisabled={isPending}
    >
      <AlertDialog.Container size="sm" placement="center">
        <AlertDialog.Dialog>
          <AlertDialog.Header>
            <AlertDialog.Heading>{title}</AlertDialog.Heading>
          </AlertDialog.Header>
          <AlertDialog.Body className="flex flex-col gap-3">
            {children}
            <FormProblem detail={problem?.detail ?? null} />
          </AlertDialog.Body>
          <AlertDialog.Footer>
            <Button variant="outline" autoFocus isDisabled={isPending} onPress={state.close}>
              Cancel
            </Button>
            <Button
              variant="danger"
              className={isPending ? "cursor-progress opacity-70" : ""}
              onPress={() => void act()}
            >
              {isPending ? <Spinner size="sm" color="current" /> : null}
              {confirm}
            </Button>
          </AlertDialog.Footer>
        </AlertDialog.Dialog>
      </AlertDialog.Container>
    </AlertDialog.Backdrop>
  );
}
