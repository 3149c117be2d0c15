import { exactTime, formatUsd, Label, Money } from "@keybrake/ui";
import { CircleCheck } from "lucide-react";
import { plural } from "./in-flight-words.ts";

interface RevokedWordsProps {
  /** What was revoked, as the sentence begins. */
  readonly what: string;
  readonly zone: string;
  readonly answer: {
    readonly revoked_at: string;
    readonly in_flight: readonly {
      readonly call_id: string;
      readonly endpoint: string;
      readonly held_usd: string;
    }[];
    readonly in_flight_total: number;
    readonly in_flight_held_usd: string;
  };
}

const SHOWN_MAX = 5;

/** What the server answered: from when on nothing is admitted, and what had been admitted before. */
export function RevokedWords({ what, zone, answer }: RevokedWordsProps) {
  const { in_flight, in_flight_total: total } = answer;
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="flex items-start gap-2">
        <CircleCheck className="mt-0.5 size-4 shrink-0 text-allowed" aria-hidden="true" />
        <span>
          {what} since {exactTime(new Date(answer.revoked_at), zone)}. No further call is admitted.
        </span>
      </p>
      {total === 0 ? (
        <p className="text-ink-muted">Nothing was in flight.</p>
      ) : (
        <>
          <p className="text-held">
            {plural(total, "call")} had been admitted before and {total === 1 ? "has" : "have"} no answer yet:
            up to {formatUsd(answer.in_flight_held_usd)} can still be spent.
          </p>
          <ul className="flex flex-col gap-1">
            {in_flight.slice(0, SHOWN_MAX).map(({ call_id, endpoint, held_usd }) => (
              <li key={call_id} className="flex justify-between gap-4">
                <Label text={endpoint} className="min-w-0 truncate whitespace-pre! font-mono text-[13px]" />
                <Money amount={held_usd} />
              </li>
            ))}
            {total > SHOWN_MAX ? <li className="text-ink-muted">and {total - SHOWN_MAX} more</li> : null}
          </ul>
        </>
      )}
    </div>
  );
}
