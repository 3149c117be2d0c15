import { Label, Money, RelativeTime, StateBadge } from "@keybrake/ui";
import { isOpen, stateOf } from "./call-state.ts";
import type { DetailedCall } from "./detailed-call.ts";
import { Section } from "./section.tsx";

type Related = DetailedCall["look_ups"][number];

interface RelatedCallsProps {
  readonly call: DetailedCall;
  readonly zone: string;
  readonly onShow: (id: string) => void;
}

/** The calls that this one came from, asked with, or is a repeat of. */
export function RelatedCalls({ call, zone, onShow }: RelatedCallsProps) {
  const { object } = call;
  const groups: ReadonlyArray<readonly [title: string, calls: readonly Related[]]> = [
    ["Look-up for", call.parent === null ? [] : [call.parent]],
    ["Look-ups that priced it", call.look_ups],
    ["Retry of", call.retry_of === null ? [] : [call.retry_of]],
    ["Retries of it", call.retries],
    [
      object === null ? "" : `Counted once with it: ${object.object_id}, ${object.status}`,
      object?.calls.filter(({ id }) => id !== call.id) ?? [],
    ],
  ];
  return groups.map(([title, calls]) =>
    calls.length === 0 ? null : (
      <Section key={title} title={title}>
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {calls.map((related) => (
            <li key={related.id}>
              <RelatedCall call={related} zone={zone} onShow={onShow} />
            </li>
          ))}
        </ul>
      </Section>
    ),
  );
}

interface RelatedCallProps {
  readonly call: Related;
  readonly zone: string;
  readonly onShow: (id: string) => void;
}

function RelatedCall({ call, zone, onShow }: RelatedCallProps) {
  return (
    <button
      type="button"
      onClick={() => onShow(call.id)}
      className="flex w-full cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-left text-sm hover:bg-code"
    >
      <span className="min-w-0 flex-1 truncate font-mono text-[13px]">
        <Label text={call.endpoint} className="whitespace-pre!" />
      </span>
      <StateBadge state={stateOf(call.state)} />
      <Money amount={isOpen(call.state) ? call.held_usd : call.cost_usd} inline />
      <RelativeTime at={call.called_at} zone={zone} className="text-xs text-ink-muted" />
    </button>
  );
}
