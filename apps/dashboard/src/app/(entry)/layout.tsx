import type { ReactNode } from "react";
import { Brand } from "../../features/shell/brand.tsx";

/** The pages before one is inside an organization: one card, and one sentence on what this is. */
export default function EntryLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <header className="flex flex-col gap-2 px-1">
        <Brand />
        <p className="text-sm text-ink-muted">
          Keys for agents that spend money: short-lived, capped, and revocable in under a second.
        </p>
      </header>
      <main>{children}</main>
    </div>
  );
}
