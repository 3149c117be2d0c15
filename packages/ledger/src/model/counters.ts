import { atLeastZero, isOpen, type ModelCall, type ModelState, mustFind } from "./state.ts";

/** What a call comes to. An accrued cost goes on being held, a settled one is spent. */
export type Completion =
  | { readonly state: "settled" | "accrued"; readonly costMicros: bigint }
  | { readonly state: "released" }
  | { readonly state: "unknown" };

/**
 * Moves a call to its next state and its money with it. Never refuses: what a vendor charged above the hold is
 * counted, and recorded as overage.
 */
export function complete(ledger: ModelState, call: ModelCall, completion: Completion): void {
  const heldBefore = isOpen(call.state) ? call.heldMicros : 0n;
  const wasAccrued = call.state === "accrued";
  call.state = completion.state;
  if (completion.state === "unknown") return;
  call.releasePending = false;
  const costMicros = completion.state === "released" ? 0n : completion.costMicros;
  if (wasAccrued) recountObject(ledger, call, costMicros - heldBefore);
  if (completion.state === "accrued") call.heldMicros = costMicros;
  else call.costMicros = costMicros;
  count(ledger, call, {
    heldMicros: (completion.state === "accrued" ? costMicros : 0n) - heldBefore,
    spentMicros: completion.state === "settled" ? costMicros : 0n,
    overageMicros: atLeastZero(costMicros - heldBefore),
  });
}

/** The vendor took a retry for the original: the first call's hold pays for it, in the day that it was held in. */
export function moveHold(ledger: ModelState, first: ModelCall, attempt: ModelCall): void {
  const heldMicros = first.heldMicros;
  count(ledger, first, { heldMicros: -heldMicros, spentMicros: 0n, overageMicros: 0n });
  first.heldMicros = 0n;
  attempt.windowDay = first.windowDay;
  attempt.heldMicros = heldMicros;
  count(ledger, attempt, { heldMicros, spentMicros: 0n, overageMicros: 0n });
}

interface CountedChange {
  readonly heldMicros: bigint;
  readonly spentMicros: bigint;
  readonly overageMicros: bigint;
}

function count(ledger: ModelState, call: ModelCall, change: CountedChange): void {
  const name = `${call.organizationId}/${call.vaultKeyId}`;
  const row = mustFind(ledger.keys, name);
  // A call of an earlier day touches the run's counters only: its day's were emptied when the day was rolled.
  const ofToday = call.windowDay === row.windowDay;
  ledger.keys.set(name, {
    ...row,
    daySpentMicros: row.daySpentMicros + (ofToday ? change.spentMicros : 0n),
    dayHeldMicros: row.dayHeldMicros + (ofToday ? change.heldMicros : 0n),
    runSpentMicros: row.runSpentMicros + change.spentMicros,
    runHeldMicros: row.runHeldMicros + change.heldMicros,
    overageMicros: row.overageMicros + change.overageMicros,
  });
}

/** What is counted for an object is what its calls hold or cost, so that what continues it is held in full. */
function recountObject(ledger: ModelState, call: ModelCall, changeMicros: bigint): void {
  if (call.objectId === null) return;
  const object = ledger.objects.get(`${call.organizationId}/${call.credentialId}/${call.objectId}`);
  if (object !== undefined) object.countedMicros = atLeastZero(object.countedMicros + changeMicros);
}
