"use client";

import { type ComponentType, type LazyExoticComponent, type ReactNode, Suspense, useState } from "react";

export interface OpenedMenuProps {
  readonly label: string;
  readonly className: string;
  /** What stands on the button. */
  readonly children: ReactNode;
}

interface MenuButtonProps extends OpenedMenuProps {
  /** The same button with its menu, opened as soon as it is there. */
  readonly menu: LazyExoticComponent<ComponentType<OpenedMenuProps>>;
  /** Begins to load it: whoever points at a button may press it. */
  readonly warm: () => Promise<unknown>;
}

/** A button whose menu is loaded when it is first wanted: most visits never open it, and it is heavier than the page. */
export function MenuButton({ menu: Opened, warm, ...button }: MenuButtonProps) {
  const [isWanted, setWanted] = useState(false);
  // What cannot be loaded now is tried again when the button is pressed.
  const prepare = () => void warm().catch(() => undefined);
  const closed = (
    <button
      type="button"
      aria-label={button.label}
      aria-haspopup="menu"
      className={button.className}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={() => setWanted(true)}
    >
      {button.children}
    </button>
  );
  if (!isWanted) return closed;
  return (
    <Suspense fallback={closed}>
      <Opened {...button} />
    </Suspense>
  );
}
