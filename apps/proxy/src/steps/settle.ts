import type { Settlement, SettleState } from "@keybrake/ledger";
import type { Outcome } from "@keybrake/vendors";
import type { Sent } from "../upstream/exchange.ts";
import type { Hold } from "./reserve.ts";

/** HTTP status that the agent gets for each way in which a sent call can be lost. */
const lostStatus = { unreachable: 502, timeout: 504, unusable: 502 } as const;

/**
 * What a call came to: true cost and transaction id from the vendor's answer. Where there is no answer, everything
 * that was held stays held (`unknown`) until the vendor is asked or a person decides; only a call that cannot have
 * moved anything, or that was never sent, is done with.
 * @param report of a vendor's module that fails on this answer; the call is then `unknown`.
 */
export function settle(hold: Hold, sent: Sent, report: (fault: unknown) => void): Settlement {
  switch (sent.kind) {
    case "unsent":
      return settlement(hold, "released", sent.why === "late" ? 503 : 502);
    case "credential_rejected":
      return settlement(hold, "released", sent.status);
    case "lost":
      return settlement(hold, isHarmless(hold) ? "settled" : "unknown", lostStatus[sent.why]);
    case "answered":
      return settleAnswer(hold, sent.answer, report);
  }
}

function settleAnswer(
  hold: Hold,
  answer: Extract<Sent, { kind: "answered" }>["answer"],
  report: (fault: unknown) => void,
): Settlement {
  const { request, key } = hold.ready;
  let outcome: Outcome;
  try {
    outcome = key.vendor.settle(request, answer, key.record.rules);
  } catch (fault) {
    report(fault);
    return settlement(hold, isHarmless(hold) ? "settled" : "unknown", answer.status);
  }
  return settlement(hold, outcome.state, answer.status, outcome);
}

/** Reads move nothing, so nobody need find out whether one happened. */
function isHarmless({ ready }: Hold): boolean {
  return ready.endpoint.class === "READ" && ready.request.priceMicros === 0n;
}

/** What is told of a call that no answer tells anything of. */
const NOTHING: Omit<Outcome, "state"> = {
  costMicros: 0n,
  parsedMicros: null,
  transactionId: null,
  vendorRequestId: null,
  replayed: false,
  object: null,
};

function settlement(
  { callId, ready }: Hold,
  state: SettleState,
  statusCode: number,
  told: Omit<Outcome, "state"> = NOTHING,
): Settlement {
  const { record } = ready.key;
  return {
    callId,
    organizationId: record.organizationId,
    vaultKeyId: record.vaultKeyId,
    state,
    costMicros: told.costMicros,
    parsedMicros: told.parsedMicros,
    statusCode,
    transactionId: told.transactionId,
    vendorRequestId: told.vendorRequestId,
    latencyMs: Math.round(performance.now() - ready.call.startedAt),
    replayed: told.replayed,
    object: told.object,
  };
}
