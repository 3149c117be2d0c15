"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface ErrorStateProps {
  /** What could not be done: "The audit log could not be read". */
  readonly title: string;
  /** Why, or what to check. */
  readonly children?: ReactNode | undefined;
  readonly onRetry?: (() => void) | undefined;
  readonly retrying?: boolean | undefined;
}

export function ErrorState({ title, children, onRetry, retrying = false }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <TriangleAlert aria-hidden="true" className="mb-2 size-6 text-denied" />
      <p className="text-sm font-medium text-ink">{title}</p>
      {children === undefined ? null : (
        <div className="max-w-prose text-sm text-balance text-ink-muted">{children}</div>
      )}
      {onRetry === undefined ? null : (
        <button
          type="button"
          onClick={onRetry}
          aria-disabled={retrying}
          className="mt-4 inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-sm font-medium text-ink hover:border-ink-muted aria-disabled:cursor-default aria-disabled:text-ink-muted"
        >
          <RotateCw aria-hidden="true" className="size-3.5" />
          {retrying ? "Trying…" : "Try again"}
        </button>
      )}
    </div>
  );
}
