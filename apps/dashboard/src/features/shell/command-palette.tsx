"use client";

import { lazy, Suspense, useEffect, useState } from "react";

/** Loaded when it is opened first: most visits never do. */
const PaletteDialog = lazy(() => import("./palette-dialog.tsx"));

const OPEN_EVENT = "keybrake:palette";

export function openPalette(): void {
  window.dispatchEvent(new Event(OPEN_EVENT));
}

/** Ctrl K or ⌘ K from anywhere: any page, agent, run or key by a few letters of it. */
export function CommandPalette() {
  const [isOpen, setOpen] = useState<boolean | null>(null);
  useEffect(() => {
    const open = () => setOpen(true);
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((before) => before !== true);
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener(OPEN_EVENT, open);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener(OPEN_EVENT, open);
    };
  }, []);
  if (isOpen === null) return null;
  return (
    <Suspense>
      <PaletteDialog isOpen={isOpen} onOpenChange={setOpen} />
    </Suspense>
  );
}
