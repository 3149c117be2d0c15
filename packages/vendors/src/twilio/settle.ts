import type { ObjectOutcome, Outcome, VendorAnswer } from "../outcome.ts";
import type { PricedRequest } from "../pricing.ts";
import { readObject, requestId, sidOf, type TwilioObject, trueCost } from "./answer.ts";
import {
  checkChallenge,
  checkVerification,
  createCall,
  createMessage,
  createParticipant,
  updateMessage,
} from "./pricing/rules.ts";

/** Their price comes later: the answer has `price: null`. */
const pricedLater = new Set([createMessage, createCall, createParticipant]);
const billedOnSuccess = new Set([checkVerification, checkChallenge]);

/**
 * What a call came to, from Twilio's answer to it.
 *
 * An accepted message or call is `accrued` at the estimate, until Twilio is asked what it cost. A 4xx is not billed. A
 * 5xx, a redirect and an answer that cannot be read leave it open, and since Twilio honours no idempotency key, nobody
 * may try again to find out.
 */
export function settle(request: PricedRequest, answer: VendorAnswer): Outcome {
  const object = readObject(answer.body);
  const vendorRequestId = requestId(answer);
  const { status } = answer;
  if (!isPriced(request)) return { ...settleFree(request, status, object), vendorRequestId };
  if (status >= 400 && status < 500) return { ...outcome("released"), vendorRequestId };
  if (status < 200 || status >= 300 || object === null) return { ...outcome("unknown"), vendorRequestId };
  return { ...settlePriced(request, object), vendorRequestId };
}

/** Whether something was held, or would have been but for an assumed price of 0. */
const isPriced = ({ priceMicros, audit }: PricedRequest) =>
  priceMicros > 0n || audit.price_basis === "assumed";

function settlePriced({ endpoint: { name }, priceMicros }: PricedRequest, object: TwilioObject): Outcome {
  const transactionId = sidOf(name === createParticipant ? object.call_sid : object.sid);
  if (billedOnSuccess.has(name) && object.status !== "approved") {
    return { ...outcome("released"), parsedMicros: 0n, transactionId };
  }
  if (!pricedLater.has(name)) return { ...outcome("settled"), costMicros: priceMicros, transactionId };
  const told = trueCost(object);
  return {
    ...outcome(told === null ? "accrued" : "settled"),
    costMicros: told ?? priceMicros,
    parsedMicros: told,
    transactionId,
    object: scheduled(object, priceMicros),
  };
}

/** A scheduled message can still be canceled, which gives back what was counted for it. */
function scheduled({ sid, status }: TwilioObject, totalMicros: bigint): ObjectOutcome | null {
  const id = sidOf(sid);
  return id !== null && status === "scheduled" ? { id, totalMicros, status: "open" } : null;
}

function settleFree(
  { endpoint: { name } }: PricedRequest,
  status: number,
  object: TwilioObject | null,
): Outcome {
  if (status < 200 || status >= 300) return outcome("released");
  const id = sidOf(object?.sid);
  const isCanceled = name === updateMessage && object?.status === "canceled";
  return {
    ...outcome("settled"),
    transactionId: id,
    object: isCanceled && id !== null ? { id, totalMicros: 0n, status: "canceled" } : null,
  };
}

export const outcome = (state: Outcome["state"]): Outcome => ({
  state,
  costMicros: 0n,
  parsedMicros: null,
  transactionId: null,
  vendorRequestId: null,
  replayed: false,
  object: null,
});
