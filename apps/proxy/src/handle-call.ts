import type { Call } from "./call.ts";
import { newCallId } from "./call-id.ts";
import type { DataPlane } from "./data-plane.ts";
import { answerDenied, answerFault, answerLedgerDown, guessVendor, turnAway } from "./respond.ts";
import { address, type Ready } from "./steps/address.ts";
import { type Authenticated, authenticate, closed } from "./steps/authenticate.ts";
import { describe } from "./steps/describe.ts";
import { forward } from "./steps/forward.ts";
import { lookUp } from "./steps/look-up.ts";
import { match } from "./steps/match.ts";
import { openCredential, type Unreachable } from "./steps/open-credential.ts";
import { price } from "./steps/price.ts";
import type { Refused } from "./steps/refused.ts";
import { type Hold, reserve } from "./steps/reserve.ts";
import { settle } from "./steps/settle.ts";
import type { Sent } from "./upstream/exchange.ts";

/**
 * The whole story of a call. Every step takes what the step before it made, so none can be left out; all branching is
 * here.
 *
 * What can refuse a call, in this order: a proxy that is full (503); no key, an unknown key, or a key where it does
 * not belong (401); the path of another vendor; a request that can be read in two ways; an endpoint that is not
 * allowed; a body that is too long or malformed; an account, a currency or a cost that the rules do not cover; a
 * credential that cannot be used; and last the ledger: revoked, expired, or a cap. Revoked and expired win over all
 * refusals of a recognised key, because a refused call goes through the ledger too.
 *
 * Where the request does not tell what it costs, `price` asks the vendor first. Each look-up is a call of its own: at
 * price 0, under a live key, its row committed before a byte of it leaves, and its answer goes no further.
 *
 * What is committed when: `reserve` commits the call's audit row together with its hold, or with its denial, in one
 * statement. Before that not a byte has left, neither to the vendor nor to the agent. If the ledger does not answer,
 * the agent gets a 503 and nothing is sent. `settle` completes the row after the answer, off its path, as often as it
 * takes.
 *
 * Where the real key is: sealed in the database until `openCredential` opens it into this process's cache; `forward`
 * writes it onto the vendor's connection and overwrites it in whatever comes back. Nothing else sees it.
 *
 * A hold is a ticket for 250 ms. Where the connection is about to be written, `forward` looks at both clocks and at
 * the revocations that were pushed; a ticket that is over is given back and taken once more, then the call gets 503.
 *
 * If the vendor does not answer after bytes were sent, the call is `unknown`: the agent gets 502 or 504 with the call
 * id and is told not to retry, and the full amount stays held until the vendor is asked or a person decides. If no
 * connection came about, nothing was sent: `released`, 502. If the agent goes away, the vendor's answer is awaited and
 * settled all the same. Nothing is ever sent twice.
 */
export async function handleCall(call: Call, plane: DataPlane): Promise<void> {
  const fault = roomFault(plane);
  const known = fault === null ? await authenticate(call, plane) : closed(call, fault);
  if (!known.ok) {
    plane.metrics.turnedAway(known.reason);
    return turnAway(known, guessVendor(call, plane.findVendor, plane.fallbackVendor));
  }
  if (plane.self.isAskedBy(call)) return plane.self.answer(known);

  let callId = newCallId();
  const ready = await judge(known, plane, callId);
  if (ready.ok === true && ready.request.continues !== null) {
    // What this key's earlier calls counted of the object, so that it is not held a second time.
    await plane.settlements.ofKey(known.key.record.vaultKeyId, SETTLED_WITHIN_MS);
  }
  for (let mayRetake = true; ; mayRetake = false, callId = newCallId()) {
    const held = await reserve(ready, { ledger: plane.ledger, callId });
    if (held.kind === "ledger_down") {
      plane.metrics.ledgerDown();
      return answerLedgerDown(held);
    }
    plane.metrics.called(held.vendor, held.verdict);
    if (held.kind === "denied") {
      const inPace = await plane.denialPace.wait(held.key.record.vaultKeyId);
      if (inPace) return answerDenied(held);
      call.request.socket.destroy();
      return;
    }
    const sent = await forward(held, plane.upstream);
    const settled = plane.settlements.add(settle(held, sent, plane.report));
    if (mayRetake && sent.kind === "unsent" && sent.why === "late") {
      plane.metrics.retaken();
      // Until the first hold is given back it counts against the same caps as the second.
      if (await plane.settlements.within(settled, RETAKE_MS)) continue;
    }
    return conclude(held, sent, plane);
  }
}

const RETAKE_MS = 500;
const SETTLED_WITHIN_MS = 250;

/** Everything before the ledger: what the call is, whether its key may make it, and the most that it can cost. */
async function judge(
  known: Authenticated,
  plane: DataPlane,
  callId: string,
): Promise<Ready | Refused | Unreachable> {
  const { credentials, report } = plane;
  const matched = match(known, plane.findVendor);
  if (!matched.ok) return describe(matched, report);
  const opened = await openCredential(matched, credentials);
  if (opened.ok === "unreachable") return opened;
  const priced = await price(opened, {
    ask: (asking, asked) => lookUp({ opened: asking, lookUp: asked, parentCallId: callId }, plane),
    report,
  });
  if (priced.ok === "unreachable") return priced;
  return priced.ok ? address(priced, credentials) : describe(priced, report);
}

const unsentFaults = {
  late: "overloaded",
  unreachable: "vendor_not_reached",
  not_public: "vendor_not_public",
} as const;

function roomFault({ load, settlements }: DataPlane): "overloaded" | "ledger_unreachable" | null {
  if (settlements.isFull) return "ledger_unreachable";
  return load.isFull ? "overloaded" : null;
}

/** What the agent hears of an admitted call, where the vendor's own answer has not told it. */
async function conclude(held: Hold, sent: Sent, { credentials, metrics }: DataPlane): Promise<void> {
  const { call, credential, key } = held.ready;
  metrics.answered(performance.now() - call.startedAt);
  if (call.response.destroyed && !call.response.writableFinished) metrics.agentGone();
  switch (sent.kind) {
    case "answered":
      return;
    case "unsent":
      return answerFault(held, unsentFaults[sent.why]);
    case "credential_rejected":
      credentials.forget(credential.id);
      return answerFault(held, "denied_credential");
    case "lost":
      metrics.lost(key.vendor.name, sent.why);
      return sent.begun ? undefined : answerFault(held, `vendor_${sent.why}`);
  }
}
