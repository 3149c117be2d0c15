"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

const SHOWN_MS = 2_000;

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for screen readers: "Copy the vault key". */
  readonly label: string;
  /** Id of the element that shows the same text, to be selected where the browser does not let a page copy. */
  readonly sourceId?: string | undefined;
}

export function CopyButton({ text, label, sourceId }: CopyButtonProps) {
  const [said, setSaid] = useState("");

  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = async () => setSaid((await write(text)) ? "Copied" : select(sourceId));
  const Icon = said === "Copied" ? Check : Copy;
  return (
    <span className="relative inline-flex">
      <button
        type="button"
        aria-label={label}
        onClick={copy}
        className="inline-flex h-7 shrink-0 cursor-pointer items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 text-xs font-medium text-ink hover:border-ink-muted"
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {said === "" ? "Copy" : said}
      </button>
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </span>
  );
}

/** Over plain HTTP from another machine, browsers offer no clipboard. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function select(id: string | undefined): string {
  const source = id === undefined ? null : document.getElementById(id);
  if (source === null) return "Not copied";
  document.getSelection()?.selectAllChildren(source);
  return "Press Ctrl/⌘ C";
}
