"use client";

import { ArrowUp } from "lucide-react";

interface NewerNoticeProps {
  readonly newer: { readonly count: number; readonly isMore: boolean };
  /** What there is more of. */
  readonly noun: { readonly one: string; readonly many: string };
  readonly onShow: () => void;
}

/** Lies over the list's top and takes no place of its own, so that rows stay where they are when it comes and goes. */
export function NewerNotice({ newer: { count, isMore }, noun, onShow }: NewerNoticeProps) {
  return (
    <div aria-live="polite" className="pointer-events-none sticky top-2 z-10 flex h-0 justify-center">
      {count === 0 ? null : (
        <button
          type="button"
          onClick={onShow}
          className="pointer-events-auto inline-flex h-7 -translate-y-1/2 cursor-pointer items-center gap-1.5 rounded-full border border-line bg-surface px-3 text-xs font-medium whitespace-nowrap text-accent shadow-sm hover:bg-accent-soft"
        >
          <ArrowUp className="size-3.5" aria-hidden="true" />
          {newerWords({ count, isMore }, noun)}: show
        </button>
      )}
    </div>
  );
}

export function newerWords(
  { count, isMore }: NewerNoticeProps["newer"],
  noun: NewerNoticeProps["noun"],
): string {
  if (isMore) return `${count} or more newer ${noun.many}`;
  return count === 1 ? `1 newer ${noun.one}` : `${count} newer ${noun.many}`;
}
