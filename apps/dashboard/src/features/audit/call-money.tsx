"use client";

import { Button } from "@heroui/react";
import { KeyValue, Label, Money, RelativeTime } from "@keybrake/ui";
import { isOpen } from "./call-state.ts";
import type { DetailedCall } from "./detailed-call.ts";

interface CallMoneyProps {
  readonly call: DetailedCall;
  readonly zone: string;
  readonly onResolve: ((call: DetailedCall) => void) | null;
}

/** What it asked for, held and cost, and what was corrected later. */
export function CallMoney({ call, zone, onResolve }: CallMoneyProps) {
  return (
    <section aria-label="Money" className="flex flex-col gap-3">
      <dl className="grid grid-cols-3 divide-x divide-line rounded-lg border border-line bg-surface">
        <Amount name="Asked for" amount={call.requested_usd} />
        <Amount name={isOpen(call.state) ? "Holds" : "Held"} amount={call.held_usd} />
        <Amount name="Cost" amount={call.cost_usd} isStrong />
      </dl>
      {call.cost_usd_parsed !== null && call.cost_usd_parsed !== call.cost_usd ? (
        <p className="text-xs text-ink-muted">
          The vendor's answer said <Money amount={call.cost_usd_parsed} inline />.
        </p>
      ) : null}
      {call.state === "unknown" ? <UnknownNotice call={call} onResolve={onResolve} /> : null}
      {call.release_pending ? (
        <p className="text-xs text-ink-muted">
          Given back as soon as its {call.open_attempts} open {call.open_attempts === 1 ? "retry" : "retries"}{" "}
          ended.
        </p>
      ) : null}
      {call.corrections.length === 0 ? null : <Corrections corrections={call.corrections} zone={zone} />}
    </section>
  );
}

function UnknownNotice({ call, onResolve }: Pick<CallMoneyProps, "call" | "onResolve">) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md bg-held-soft px-3 py-2 text-xs text-held">
      <p className="min-w-0 flex-1 basis-56">
        Sent, or possibly sent, without an answer. Its hold counts until the vendor was asked or somebody
        decides{onResolve === null ? ": an admin can" : ""}.
      </p>
      {onResolve === null ? null : (
        <Button size="sm" variant="outline" className="bg-surface" onPress={() => onResolve(call)}>
          Resolve …
        </Button>
      )}
    </div>
  );
}

interface AmountProps {
  readonly name: string;
  readonly amount: string | null;
  readonly isStrong?: boolean;
}

function Amount({ name, amount, isStrong = false }: AmountProps) {
  return (
    <div className="min-w-0 px-3 py-2">
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd className={`truncate text-sm ${isStrong ? "font-semibold" : ""}`}>
        <Money amount={amount} inline />
      </dd>
    </div>
  );
}

interface CorrectionsProps {
  readonly corrections: DetailedCall["corrections"];
  readonly zone: string;
}

function Corrections({ corrections, zone }: CorrectionsProps) {
  return (
    <div className="flex flex-col gap-1">
      <h4 className="text-xs font-medium text-ink-muted">Corrected later, included in the cost</h4>
      <KeyValue
        items={corrections.map(({ id, delta_usd: delta, reason, created_at: at }) => ({
          name: id.slice(-6),
          value: (
            <span>
              <Money amount={delta} inline /> <Label text={reason} className="text-ink-muted" />{" "}
              <RelativeTime at={at} zone={zone} className="text-xs text-ink-muted" />
            </span>
          ),
        }))}
      />
    </div>
  );
}
