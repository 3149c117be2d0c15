import type { Settlement } from "../port.ts";
import { complete } from "./counters.ts";
import { atLeastZero, type CountedObject, type ModelCall, type ModelState } from "./state.ts";

/** What a call costs by its answer: of an object, only what is not counted for it yet. */
export function costOf(ledger: ModelState, call: ModelCall, { object, costMicros }: Settlement): bigint {
  if (object === null) return costMicros;
  if (object.status === "canceled") return 0n;
  const counted = ledger.objects.get(objectName(call, object.id))?.countedMicros ?? 0n;
  // What an accrued call has counted itself stays its own: it is part of `counted`, not of the difference.
  const own = call.state === "accrued" && call.objectId !== null ? call.heldMicros : 0n;
  return own + atLeastZero(object.totalMicros - counted);
}

/** Where the object of an answer stands: its end, once known, outlasts answers that say it is open. */
export function objectStatus(
  ledger: ModelState,
  call: ModelCall,
  { object }: Settlement,
): CountedObject["status"] | null {
  if (object === null) return null;
  const known = ledger.objects.get(objectName(call, object.id))?.status ?? "open";
  return known === "open" ? object.status : known;
}

/** Counts an object's money as held or spent by `call`. */
export function countObject(
  ledger: ModelState,
  call: ModelCall,
  { id, totalMicros }: { readonly id: string; readonly totalMicros: bigint },
): void {
  const object = knownObject(ledger, call, id);
  if (totalMicros > object.countedMicros) object.countedMicros = totalMicros;
  call.objectId = id;
}

/**
 * An object came to its end, and the calls that counted it end with it, each on its own key: canceled gives back
 * what they hold, closed makes it final. Happens once.
 */
export function endObject(
  ledger: ModelState,
  call: ModelCall,
  { id, status }: { readonly id: string; readonly status: "closed" | "canceled" },
): void {
  const object = knownObject(ledger, call, id);
  if (object.status !== "open") return;
  object.status = status;
  for (const counting of ledger.calls.values()) {
    if (counting.state !== "accrued" || counting.objectId !== id) continue;
    if (objectName(counting, id) !== objectName(call, id)) continue;
    // Not put off for retries on their way: the vendor has answered this call, it can only repeat itself.
    if (status === "canceled") complete(ledger, counting, { state: "released" });
    else complete(ledger, counting, { state: "settled", costMicros: counting.heldMicros });
  }
  if (status === "canceled") object.countedMicros = 0n;
}

function knownObject(ledger: ModelState, call: ModelCall, id: string): CountedObject {
  const name = objectName(call, id);
  const known = ledger.objects.get(name) ?? { countedMicros: 0n, status: "open" };
  ledger.objects.set(name, known);
  return known;
}

function objectName(call: ModelCall, id: string): string {
  return `${call.organizationId}/${call.credentialId}/${id}`;
}
