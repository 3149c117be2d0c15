import { decide, endOfDay, leftOf, rollDay } from "@keybrake/policy";
import type { CallToHold, HoldResult } from "../port.ts";
import { atLeastZero, type ModelCall, type ModelState, mustFind } from "./state.ts";

const attachesWithinMs = 23 * 3_600_000;

/** Decides a call and writes its row, as the ledger does in one statement under the key's lock. */
export function hold(
  ledger: ModelState,
  call: CallToHold,
  at: { readonly now: Date; readonly instanceId: string | null },
): Omit<HoldResult, "sentAt"> {
  const keyName = `${call.organizationId}/${call.vaultKeyId}`;
  const callName = `${call.organizationId}/${call.id}`;
  const row = mustFind(ledger.keys, keyName);
  if (ledger.calls.has(callName)) throw new Error(`the ledger has ${callName} already`);

  const first = findFirst(ledger, call, at.now);
  const neededMicros = first === null ? difference(ledger, call) : 0n;
  const { refused, counts } = call;
  const attached = first !== null;
  const { verdict, heldMicros, next } = decide(row, { refused, counts, attached, neededMicros }, at.now);
  const isAllowed = verdict === "allowed";
  ledger.keys.set(keyName, next);

  const standing = rollDay(next, at.now);
  ledger.calls.set(callName, {
    id: call.id,
    organizationId: call.organizationId,
    vaultKeyId: call.vaultKeyId,
    credentialId: call.credentialId,
    instanceId: at.instanceId,
    verdict,
    attachedTo: isAllowed ? (first?.id ?? null) : null,
    state: isAllowed ? "held" : "denied",
    heldMicros,
    costMicros: isAllowed ? null : 0n,
    windowDay: standing.windowDay,
    openAttempts: 0,
    releasePending: false,
    objectId: null,
  });
  if (isAllowed && first !== null) first.openAttempts += 1;
  if (isAllowed && first === null && call.retryHash !== null) {
    ledger.anchors.set(anchorName(call, call.retryHash), { callId: call.id, createdAt: at.now });
  }
  return {
    verdict,
    heldMicros,
    attachedTo: isAllowed ? (first?.id ?? null) : null,
    ...leftOf(standing),
    callCapMicros: row.callCapMicros,
    neededMicros: isAllowed ? neededMicros : difference(ledger, call),
    resetsAt: verdict === "denied_daily_cap" ? endOfDay(row.zone, standing.windowDay) : null,
  };
}

/** The first call of the same intent, if a retry may still lean on it. */
function findFirst(ledger: ModelState, call: CallToHold, now: Date): ModelCall | null {
  if (call.retryHash === null) return null;
  const anchor = ledger.anchors.get(anchorName(call, call.retryHash));
  if (anchor === undefined || now.getTime() - anchor.createdAt.getTime() >= attachesWithinMs) return null;
  const first = mustFind(ledger.calls, `${call.organizationId}/${anchor.callId}`);
  // Nothing stands behind a released call any more: its retry is a new spend.
  return first.state === "released" ? null : first;
}

/** The price, or for an object that continues what of it is not counted yet. */
function difference(ledger: ModelState, call: CallToHold): bigint {
  if (call.continuesObjectId === null) return call.priceMicros;
  const object = ledger.objects.get(`${call.organizationId}/${call.credentialId}/${call.continuesObjectId}`);
  return atLeastZero(call.priceMicros - (object?.countedMicros ?? 0n));
}

function anchorName(call: CallToHold, retryHash: Buffer): string {
  return `${call.organizationId}/${call.vaultKeyId}/${retryHash.toString("hex")}`;
}
