import type { ReactNode } from "react";

interface EntryCardProps {
  readonly title: string;
  /** What happens here, in a sentence. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** The other way, for who is wrong here. */
  readonly foot?: ReactNode;
}

export function EntryCard({ title, lead, children, foot }: EntryCardProps) {
  return (
    <>
      <section className="flex flex-col gap-5 rounded-xl border border-line bg-surface p-5 sm:p-7">
        <div className="flex flex-col gap-1">
          <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
          {lead === undefined ? null : <p className="text-sm text-ink-muted">{lead}</p>}
        </div>
        {children}
      </section>
      {foot === undefined ? null : <p className="px-1 pt-4 text-sm text-ink-muted">{foot}</p>}
    </>
  );
}
