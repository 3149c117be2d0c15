"use client";

import { useEffect, useRef, useState } from "react";

const FAULTS = "[aria-invalid=true], [data-invalid=true] :is(button, input), [data-fault=true], [role=alert]";

/** Leads to the first thing that a form says is wrong, once it is drawn. */
export function useFaultFocus() {
  const formRef = useRef<HTMLFormElement>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (turn === 0) return;
    const first = formRef.current?.querySelector<HTMLElement>(FAULTS);
    first?.focus();
    first?.scrollIntoView({ block: "center" });
  }, [turn]);
  return { formRef, focusFault: () => setTurn((before) => before + 1) };
}
