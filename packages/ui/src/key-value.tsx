import type { ReactNode } from "react";

interface KeyValueProps {
  readonly items: readonly { readonly name: string; readonly value: ReactNode }[];
}

export function KeyValue({ items }: KeyValueProps) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
      {items.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-ink-muted">{name}</dt>
          <dd className="min-w-0 break-words text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
