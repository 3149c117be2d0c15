"use client";

import { lazy, Suspense, useEffect, useState } from "react";

const Provider = lazy(() => import("./toast-provider.tsx"));

/** Where results are said. Nothing is to be said before somebody has done something, so only then is it loaded. */
export function Toasts() {
  const [isTouched, setTouched] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const touch = () => {
      stop.abort();
      setTouched(true);
    };
    for (const event of ["pointerdown", "keydown"]) {
      window.addEventListener(event, touch, { signal: stop.signal, passive: true });
    }
    return () => stop.abort();
  }, []);
  if (!isTouched) return null;
  return (
    <Suspense>
      <Provider />
    </Suspense>
  );
}
