import { Button, Spinner } from "@heroui/react";
import type { ReactNode } from "react";

interface SubmitButtonProps {
  readonly children: ReactNode;
  readonly isPending: boolean;
  readonly isDisabled?: boolean;
  readonly fullWidth?: boolean;
}

/** Sends its form; while that is under way it says so and cannot be pressed again. */
export function SubmitButton({
  children,
  isPending,
  isDisabled = false,
  fullWidth = false,
}: SubmitButtonProps) {
  return (
    // Not HeroUI's `isPending`: it announces a progress bar that is not there. The form itself sends only once.
    <Button
      type="submit"
      isDisabled={isDisabled}
      fullWidth={fullWidth}
      className={isPending ? "cursor-progress opacity-70" : ""}
    >
      {isPending ? <Spinner size="sm" color="current" /> : null}
      {children}
    </Button>
  );
}
