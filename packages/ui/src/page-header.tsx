import type { ReactNode } from "react";

interface PageHeaderProps {
  /** The page's name, as in the navigation. */
  readonly title: string;
  /** The one question that the page answers. */
  readonly question: string;
  readonly actions?: ReactNode | undefined;
}

export function PageHeader({ title, question, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-6">
      <div className="min-w-0">
        <p className="truncate pb-0.5 text-xs font-medium text-ink-muted">{title}</p>
        <h1 className="text-xl font-semibold tracking-tight text-balance text-ink">{question}</h1>
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
