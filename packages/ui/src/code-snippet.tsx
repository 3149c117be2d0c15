import { useId } from "react";
import { CopyButton } from "./copy-button.tsx";
import { Scroller } from "./scroller.tsx";

interface CodeSnippetProps {
  readonly code: string;
  /** What it is, shown above it: "curl", "TypeScript", ".env". */
  readonly title: string;
}

/** Code to take away. It wraps nowhere, so that what is read is what is copied; long lines scroll. */
export function CodeSnippet({ code, title }: CodeSnippetProps) {
  const id = useId();
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-code">
      <div className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1 pl-3">
        <span className="truncate text-xs font-medium text-ink-muted">{title}</span>
        <CopyButton text={code} label={`Copy: ${title}`} sourceId={id} />
      </div>
      <Scroller label={title} className="p-3">
        <pre className="text-[13px] leading-5">
          <code id={id} className="font-mono text-ink">
            {code}
          </code>
        </pre>
      </Scroller>
    </div>
  );
}
