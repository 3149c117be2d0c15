import { formatUsd, Money } from "@keybrake/ui";
import { isOpen } from "./call-state.ts";
import type { Call } from "./use-calls.ts";

/** What an open call still holds of its caps; of a finished one, what was asked for. */
export function HeldOrRequested({ call }: { readonly call: Call }) {
  if (!isOpen(call.state)) {
    return call.requested_usd === null ? null : (
      <span className="text-ink-muted">
        <Money amount={call.requested_usd} />
      </span>
    );
  }
  return (
    <span className="block text-right whitespace-nowrap text-held tabular-nums">
      {formatUsd(call.held_usd)} held
    </span>
  );
}
