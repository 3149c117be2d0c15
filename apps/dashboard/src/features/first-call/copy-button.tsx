"use client";

import { useEffect, useState } from "react";

const SHOWN_MS = 2_000;

interface CopyButtonProps {
  readonly text: string;
  /** Where the same text stands on the page, to be selected where the browser does not let a page copy. */
  readonly sourceId: string;
  readonly label: string;
}

export function CopyButton({ text, sourceId, label }: CopyButtonProps) {
  const [said, setSaid] = useState("");

  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = async () => setSaid((await write(text)) ? "Copied" : select(sourceId));
  return (
    <>
      <button
        type="button"
        aria-label={label}
        onClick={copy}
        className="absolute top-2 right-2 h-7 rounded-md border border-line bg-surface px-2 text-xs font-medium text-ink hover:border-ink-muted"
      >
        {said === "" ? "Copy" : said}
      </button>
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </>
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

function select(id: string): string {
  const source = document.getElementById(id);
  if (source !== null) document.getSelection()?.selectAllChildren(source);
  return "Press Ctrl/⌘ C";
}
