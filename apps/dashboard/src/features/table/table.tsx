import type { ReactNode } from "react";

interface TableProps {
  /** What it lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column[];
  readonly children: ReactNode;
}

interface Column {
  readonly title: string;
  /** Numbers stand right. */
  readonly isNumber?: boolean;
  /** True for a column of buttons: its title is only heard. */
  readonly isQuiet?: boolean;
}

/**
 * A table that scrolls in its own box where the page is too narrow for it. What is only heard stands absolutely, and so
 * would widen the page if the box were not what it is placed in.
 */
export function Table({ label, columns, children }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="scroll-hint relative overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line">
            {columns.map(({ title, isNumber, isQuiet }) => (
              <th
                key={title}
                scope="col"
                className={`h-9 px-4 text-xs font-medium whitespace-nowrap text-ink-muted ${isNumber === true ? "text-right" : "text-left"}`}
              >
                {isQuiet === true ? <span className="sr-only">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr]:border-b [&>tr]:border-line [&>tr:last-child]:border-0 [&_td]:h-12 [&_td]:px-4 [&_td]:py-2">
          {children}
        </tbody>
      </table>
    </section>
  );
}
