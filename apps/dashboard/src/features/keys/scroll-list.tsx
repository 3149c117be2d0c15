import type { ReactNode } from "react";

interface ScrollListProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** A list that scrolls in its own box, by keyboard too. */
export function ScrollList({ label, className, children }: ScrollListProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul tabIndex={0} aria-label={label} className={`flex flex-col overflow-y-auto ${className}`}>
      {children}
    </ul>
  );
}
