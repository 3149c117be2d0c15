import type { KeyboardEvent } from "react";

/** Arrow keys go from call to call, as in any list. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button[data-call]")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = buttons[at + step];
  if (at === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
