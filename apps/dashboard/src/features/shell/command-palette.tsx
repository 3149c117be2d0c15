"use client";

import { Modal, useOverlayState } from "@heroui/react";
import dynamic from "next/dynamic";
import { useEffect } from "react";

/** Loaded when it is opened first: most visits never do. */
const PaletteSearch = dynamic(() => import("./palette-search.tsx").then((module) => module.PaletteSearch), {
  ssr: false,
  loading: () => <p className="p-4 text-sm text-ink-muted">Loading …</p>,
});

const OPEN_EVENT = "keybrake:palette";

export function openPalette(): void {
  window.dispatchEvent(new Event(OPEN_EVENT));
}

/** Ctrl K or ⌘ K from anywhere: any page, agent, run or key by a few letters of it. */
export function CommandPalette() {
  const state = useOverlayState();
  const { open, close, toggle } = state;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener(OPEN_EVENT, open);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener(OPEN_EVENT, open);
    };
  }, [open, toggle]);
  return (
    <Modal state={state}>
      <Modal.Backdrop>
        <Modal.Container placement="top" size="lg">
          <Modal.Dialog aria-label="Jump to a page, agent, run or key" className="p-0">
            <PaletteSearch onGo={close} />
          </Modal.Dialog>
        </Modal.Container>
      </Modal.Backdrop>
    </Modal>
  );
}
