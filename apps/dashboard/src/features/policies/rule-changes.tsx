import { Badge, Label } from "@keybrake/ui";
import { ArrowDown, ArrowUp, Minus, Pencil, Plus } from "lucide-react";
import type { Direction, RuleChange } from "./diff-rules.ts";

/** The difference between two versions, in words; whether a key may do more or less for it is never colour alone. */
export function RuleChanges({ changes }: { readonly changes: readonly RuleChange[] }) {
  if (changes.length === 0) return <p className="text-sm text-ink-muted">They say the same.</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {changes.map((change) => (
        <li key={change.rule} className="flex flex-col gap-1.5 px-3 py-2.5 text-sm">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="font-medium">{change.rule}</span>
            <span className="text-ink-muted tabular-nums">{change.words}</span>
            <span className="ml-auto">
              <DirectionBadge direction={change.direction} />
            </span>
          </div>
          <ChangedEntries change={change} />
        </li>
      ))}
    </ul>
  );
}

function DirectionBadge({ direction }: { readonly direction: Direction }) {
  switch (direction) {
    case "wider":
      return <Badge icon={ArrowUp} tone="held" word="Allows more" meaning="Keys issued by it may do more" />;
    case "narrower":
      return (
        <Badge icon={ArrowDown} tone="allowed" word="Allows less" meaning="Keys issued by it may do less" />
      );
    case "other":
      return (
        <Badge
          icon={Pencil}
          tone="neutral"
          word="Allows other things"
          meaning="More of some, less of others"
        />
      );
  }
}

function ChangedEntries({ change: { added, removed } }: { readonly change: RuleChange }) {
  if (added.length === 0 && removed.length === 0) return null;
  return (
    <ul className="flex flex-col gap-0.5 font-mono text-[13px]">
      {removed.map((entry) => (
        <li key={`- ${entry}`} className="flex items-start gap-1.5 text-denied">
          <Minus className="mt-0.5 size-3.5 shrink-0" aria-hidden="true" />
          <span className="sr-only">Removed: </span>
          <Label text={entry} className="min-w-0 break-all" />
        </li>
      ))}
      {added.map((entry) => (
        <li key={`+ ${entry}`} className="flex items-start gap-1.5 text-allowed">
          <Plus className="mt-0.5 size-3.5 shrink-0" aria-hidden="true" />
          <span className="sr-only">Added: </span>
          <Label text={entry} className="min-w-0 break-all" />
        </li>
      ))}
    </ul>
  );
}
