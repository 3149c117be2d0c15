"use client";

import { Button } from "@heroui/react";
import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";

interface SecretBoxProps {
  readonly secret: string;
  readonly onCopied: () => void;
}

/** The secret, to be copied by the button, or by hand where the browser does not let a page copy. */
export function SecretBox({ secret, onCopied }: SecretBoxProps) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState("");
  const copy = async () => {
    const isCopied = await write(secret);
    if (isCopied) onCopied();
    else if (code.current !== null) document.getSelection()?.selectAllChildren(code.current);
    setSaid(isCopied ? "Copied" : "Press Ctrl/⌘ C");
  };
  const Icon = said === "Copied" ? Check : Copy;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-code p-3">
      <code
        ref={code}
        translate="no"
        // What is copied by hand counts as copied, too.
        onCopy={onCopied}
        className="min-w-0 flex-1 basis-64 font-mono text-sm break-all text-ink select-all"
      >
        {secret}
      </code>
      <Button autoFocus size="sm" onPress={() => void copy()} aria-label="Copy the vault key">
        <Icon aria-hidden="true" />
        {said === "" ? "Copy" : said}
      </Button>
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </div>
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
