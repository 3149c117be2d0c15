import type { Settlement } from "../port.ts";
import { type Completion, complete, moveHold } from "./counters.ts";
import { costOf, countObject, endObject, objectStatus } from "./objects.ts";
import { type ModelCall, type ModelState, mustFind } from "./state.ts";

/** Completes a call. A repeat, and whatever comes after the end, changes nothing. */
export function settle(ledger: ModelState, said: Settlement): void {
  const call = ledger.calls.get(`${said.organizationId}/${said.callId}`);
  if (call === undefined || call.vaultKeyId !== said.vaultKeyId || call.releasePending) return;
  if (!mayBecome(call, said.state)) return;
  // A call counts one object for good: another that a later answer names is not its own.
  const isOther = call.objectId !== null && said.object?.id !== call.objectId;
  const settlement = isOther ? { ...said, object: null } : said;
  if (call.attachedTo !== null && call.state !== "accrued") settleAttempt(ledger, call, settlement);
  else if (settlement.replayed) settleReplayed(ledger, call, settlement);
  else settleAnswered(ledger, call, settlement);
}

/** Releases a call once none of its retries is on its way: they hold nothing themselves. */
function release(ledger: ModelState, call: ModelCall): void {
  if (call.openAttempts > 0) call.releasePending = true;
  else complete(ledger, call, { state: "released" });
}

function mayBecome(call: ModelCall, state: Settlement["state"]): boolean {
  if (call.state === "held") return true;
  if (call.state === "unknown") return state !== "unknown";
  return call.state === "accrued" && (state === "settled" || state === "released");
}

function settleAnswered(ledger: ModelState, call: ModelCall, settlement: Settlement): void {
  const completion = completionOf(ledger, call, settlement);
  finish(ledger, call, completion);
  noteObject(ledger, call, { settlement, completion });
}

/** The vendor repeated an earlier answer, so this call moved nothing, unless it is the earlier one itself. */
function settleReplayed(ledger: ModelState, call: ModelCall, settlement: Settlement): void {
  if (call.state === "accrued") return;
  if (call.state === "unknown") {
    completeFromReplay(ledger, call, settlement);
    return;
  }
  // The earlier one may be a retry of this very call, whose money only this call's hold covers until it is answered.
  if (call.openAttempts > 0 && settlement.state !== "unknown") release(ledger, call);
  else complete(ledger, call, movedNothing(settlement));
  noteEnd(ledger, call, settlement);
}

function settleAttempt(ledger: ModelState, attempt: ModelCall, settlement: Settlement): void {
  if (settlement.state === "unknown") {
    complete(ledger, attempt, { state: "unknown" });
    return;
  }
  const first = mustFind(ledger.calls, `${attempt.organizationId}/${attempt.attachedTo}`);
  first.openAttempts -= 1;
  if (settlement.replayed) {
    complete(ledger, attempt, movedNothing(settlement));
    if (first.state === "unknown") completeFromReplay(ledger, first, settlement);
    else noteEnd(ledger, attempt, settlement);
  } else {
    const completion = completionOf(ledger, attempt, settlement);
    // An accrued first call has been answered: what the vendor does now, it does a second time.
    const isUnanswered = first.state === "held" || first.state === "unknown";
    if ("costMicros" in completion && completion.costMicros > 0n && isUnanswered)
      moveHold(ledger, first, attempt);
    complete(ledger, attempt, completion);
    noteObject(ledger, attempt, { settlement, completion });
  }
  if (first.releasePending && first.openAttempts === 0) complete(ledger, first, { state: "released" });
}

/** Nobody knew what became of the call; now the vendor has repeated what it had answered to it. */
function completeFromReplay(ledger: ModelState, first: ModelCall, settlement: Settlement): void {
  // A replay's own cost is 0; what the first came to is in the answer, and at most what it holds.
  const costMicros = settlement.parsedMicros ?? first.heldMicros;
  settleAnswered(ledger, first, { ...settlement, costMicros });
}

function finish(ledger: ModelState, call: ModelCall, completion: Completion): void {
  if (completion.state === "released") release(ledger, call);
  else complete(ledger, call, completion);
}

function movedNothing(settlement: Settlement): Completion {
  if (settlement.state === "unknown" || settlement.state === "released") return { state: settlement.state };
  return { state: "settled", costMicros: 0n };
}

/** What an answer makes of a call, given what is known of the object that it names. */
function completionOf(ledger: ModelState, call: ModelCall, settlement: Settlement): Completion {
  if (settlement.state === "unknown" || settlement.state === "released") return { state: settlement.state };
  const costMicros = costOf(ledger, call, settlement);
  if (settlement.state === "settled") return { state: "settled", costMicros };
  const status = objectStatus(ledger, call, settlement);
  // The object has come to its end, so nothing would ever end this call with it.
  if (status === "canceled") return { state: "released" };
  // What is learned later of an unknown call is final.
  return { state: status === "closed" || call.state === "unknown" ? "settled" : "accrued", costMicros };
}

function noteObject(
  ledger: ModelState,
  call: ModelCall,
  { settlement, completion }: { readonly settlement: Settlement; readonly completion: Completion },
): void {
  if (settlement.object !== null && settlement.object.status !== "canceled" && "costMicros" in completion) {
    countObject(ledger, call, settlement.object);
  }
  noteEnd(ledger, call, settlement);
}

function noteEnd(ledger: ModelState, call: ModelCall, { object, state }: Settlement): void {
  if (object === null || object.status === "open" || state === "unknown") return;
  endObject(ledger, call, { id: object.id, status: object.status });
}
