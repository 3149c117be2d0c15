import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly title: string;
  /** What to do next, in a sentence. */
  readonly children: ReactNode;
  readonly action?: ReactNode | undefined;
  readonly icon?: LucideIcon | undefined;
}

export function EmptyState({ title, children, action, icon: Icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      {Icon === undefined ? null : <Icon aria-hidden="true" className="mb-2 size-6 text-ink-muted" />}
      <p className="text-sm font-medium text-ink">{title}</p>
      <div className="max-w-prose text-sm text-balance text-ink-muted">{children}</div>
      {action === undefined ? null : <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
