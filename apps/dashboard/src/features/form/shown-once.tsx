"use client";

import { Button } from "@heroui/react";
import { CopyButton } from "@keybrake/ui";
import { type ReactNode, useId } from "react";

interface ShownOnceProps {
  /** What it is, for the copy button: "the invitation's link". */
  readonly what: string;
  readonly secret: string;
  /** What to do with it. */
  readonly children: ReactNode;
  readonly onDone: () => void;
}

/** A secret at the one moment when it can be read. It is closed on purpose only, never by a press beside it. */
export function ShownOnce({ what, secret, children, onDone }: ShownOnceProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="rounded-md bg-held-soft px-3 py-2 text-sm text-held">
        Copy it now: it is stored as a hash only, so nobody can show it again.
      </p>
      <div className="flex items-start gap-2 rounded-lg border border-line bg-code p-3">
        <code id={id} className="min-w-0 flex-1 font-mono text-[13px] text-ink leading-5 break-all">
          {secret}
        </code>
        <CopyButton text={secret} label={`Copy ${what}`} sourceId={id} />
      </div>
      {children}
      <Button className="self-end" onPress={onDone}>
        Done
      </Button>
    </div>
  );
}
