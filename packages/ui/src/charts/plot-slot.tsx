"use client";

import { Component, type ReactNode, Suspense, useEffect, useRef, useState } from "react";

interface PlotSlotProps {
  readonly height: number;
  /** What stands there when the drawing's script cannot be loaded. */
  readonly fallback: ReactNode;
  readonly children: (width: number) => ReactNode;
}

/**
 * Where a chart is drawn, once the page has been painted and its width is known; never on the server, because the
 * drawing library sets style attributes and its script is too heavy for the first load. Its place is kept meanwhile.
 */
export function PlotSlot({ height, fallback, children }: PlotSlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    setWidth(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, []);

  const place = <PlotPlace height={height} />;
  return (
    <div ref={box} className="keybrake-plot relative min-w-0">
      {width === 0 ? (
        place
      ) : (
        <LoadBoundary fallback={fallback}>
          <Suspense fallback={place}>{children(width)}</Suspense>
        </LoadBoundary>
      )}
    </div>
  );
}

/** Grid lines only, as high as the chart will be: nothing that could be taken for data. */
export function PlotPlace({ height }: { readonly height: number }) {
  return (
    <svg width="100%" height={height} aria-hidden="true" className="block motion-safe:animate-pulse">
      {["12%", "37%", "62%", "87%"].map((y) => (
        <line key={y} x1="0" x2="100%" y1={y} y2={y} stroke="var(--line)" />
      ))}
    </svg>
  );
}

/** A page that was open during an upgrade asks for scripts that are gone; the figures are here all the same. */
class LoadBoundary extends Component<{ readonly fallback: ReactNode; readonly children: ReactNode }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
