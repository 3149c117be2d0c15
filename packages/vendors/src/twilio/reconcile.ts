import type { ObjectOutcome, Outcome, VendorAnswer } from "../outcome.ts";
import type { LookUp } from "../pricing.ts";
import type { OpenCall, Reconciler } from "../vendor.ts";
import { readObject, requestId, sidOf, type TwilioObject, trueCost } from "./answer.ts";
import { matchEndpoint } from "./endpoints.ts";
import { apiOrigin } from "./outgoing.ts";
import { outcome } from "./settle.ts";

/** Twilio has the price of a message within a day; after two it is taken for what was counted. */
const patienceMs = 48 * 3_600_000;

/** How far ahead Twilio schedules a message: 35 days. */
const scheduledMsMax = 35 * 86_400_000;

const listOf: Readonly<Record<string, string>> = { SM: "Messages", MM: "Messages", CA: "Calls" };

/**
 * Asks Twilio what a message or a call cost. A call whose answer did not come has no SID to ask by, and without an
 * idempotency key its like cannot be told from it in a list: a person decides.
 */
export const reconciler: Reconciler = {
  lookUp,
  read,
  givenUpAfterMs: scheduledMsMax + patienceMs + patienceMs,
};

function lookUp({ transactionId, account }: OpenCall): LookUp | null {
  const sid = sidOf(transactionId);
  const list = sid === null ? undefined : listOf[sid.slice(0, 2)];
  if (list === undefined || sidOf(account) === null) return null;
  const target = `/2010-04-01/Accounts/${account}/${list}/${sid}.json`;
  const endpoint = matchEndpoint("GET", target);
  if (endpoint === undefined) return null;
  const headers = [["accept", "application/json"]] as const;
  return { endpoint, outgoing: { origin: apiOrigin, method: "GET", target, headers, body: null } };
}

function read(call: OpenCall, answer: VendorAnswer): Outcome | null {
  const { transactionId } = call;
  const vendorRequestId = requestId(answer);
  // Somebody deleted the record, and its price with it.
  if (answer.status === 404) return { ...asCounted(call), vendorRequestId };
  const object = answer.status === 200 ? readObject(answer.body) : null;
  if (object === null || object.sid !== transactionId) return null;
  const told = trueCost(object);
  if (told !== null) {
    return {
      ...outcome("settled"),
      costMicros: told,
      parsedMicros: told,
      transactionId,
      vendorRequestId,
      object: ended(call, told),
    };
  }
  if (neverHappened(object)) {
    const canceled = ended(call, 0n);
    return {
      ...outcome("released"),
      transactionId,
      vendorRequestId,
      object: canceled === null ? null : { ...canceled, status: "canceled" },
    };
  }
  return isOver(object) && isLate(call, object, answer) ? { ...asCounted(call), vendorRequestId } : null;
}

/** A canceled message, or a call that nobody answered, costs nothing, and never gets a price. */
function neverHappened({ sid, status }: TwilioObject): boolean {
  if (status === "canceled") return true;
  const isCall = typeof sid === "string" && sid.startsWith("CA");
  return isCall && (status === "busy" || status === "no-answer" || status === "failed");
}

const ends = new Set(["delivered", "undelivered", "failed", "sent", "read", "completed"]);

const isOver = ({ status }: TwilioObject) => typeof status === "string" && ends.has(status);

/** By Twilio's clock, since this file has none; a scheduled message was sent long after the call. */
function isLate(
  { calledAt }: OpenCall,
  { date_sent: sent }: TwilioObject,
  { headers }: VendorAnswer,
): boolean {
  const now = Date.parse(headers.get("date") ?? "");
  const sentAt = typeof sent === "string" ? Date.parse(sent) : Number.NaN;
  const since = Number.isNaN(sentAt) ? calledAt.getTime() : Math.max(sentAt, calledAt.getTime());
  return now - since > patienceMs;
}

function asCounted(call: OpenCall): Outcome {
  const { countedMicros, transactionId } = call;
  return {
    ...outcome("settled"),
    costMicros: countedMicros,
    transactionId,
    object: ended(call, countedMicros),
  };
}

function ended({ request, transactionId }: OpenCall, totalMicros: bigint): ObjectOutcome | null {
  if (request.scheduled !== true || transactionId === null) return null;
  return { id: transactionId, totalMicros, status: "closed" };
}
