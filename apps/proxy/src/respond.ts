import { type DeniedVerdict, denialSentence, verdictStatus } from "@keybrake/policy";
import type { DenialAnswer, Vendor } from "@keybrake/vendors";
import type { Call } from "./call.ts";
import { type Fault, faultAnswer } from "./faults.ts";
import type { FindVendor } from "./keys/known-keys.ts";
import type { TurnedAway } from "./steps/authenticate.ts";
import type { Denied, Hold, LedgerDown } from "./steps/reserve.ts";
import { sendAnswer } from "./wire/answer.ts";

/** Answers a call whose key was not recognised. */
export function turnAway({ call, fault, flaw }: TurnedAway, vendor: Vendor): Promise<void> {
  if (flaw === null) return sendAnswer(call, faultAnswer(vendor, fault, call.path));
  const { status, message } = flaw;
  return sendAnswer(call, vendor.deny({ status, code: "malformed_request", message, path: call.path }));
}

/** Answers a call whose denial is committed. The key's holder may know all of it. */
export function answerDenied(denied: Denied): Promise<void> {
  return sendAnswer(denied.call, denialAnswer(denied), ownLines(denied.callId, denied.verdict));
}

/** Answers an admitted call with a fault: of the proxy, of the vendor, or of the credential. */
export function answerFault({ callId, ready }: Hold, fault: Fault): Promise<void> {
  const verdict = fault === "denied_credential" ? fault : "allowed";
  return sendAnswer(
    ready.call,
    faultAnswer(ready.key.vendor, fault, ready.call.path),
    ownLines(callId, verdict),
  );
}

/** Answers a call of which no row is known to be committed: without a call id, since there may be none. */
export function answerLedgerDown({ call, key }: LedgerDown): Promise<void> {
  return sendAnswer(call, faultAnswer(key.vendor, "ledger_unreachable", call.path));
}

/** Whose error shape to use where no key says it: the path's vendor if it names one, else the fallback's. */
export function guessVendor(call: Call, findVendor: FindVendor, fallback: Vendor): Vendor {
  const end = call.path.indexOf("/", 1);
  return findVendor(call.path.slice(1, end === -1 ? undefined : end)) ?? fallback;
}

function denialAnswer({ call, key, verdict, endpoint, refusal, result }: Denied): DenialAnswer {
  const { vendor, record } = key;
  const detail =
    refusal !== null && refusal.verdict === verdict && refusal.message !== "" ? refusal.message : null;
  const message = denialSentence({
    verdict,
    endpoint,
    vendor: vendor.name,
    allowedEndpoints: record.rules.allowedEndpoints,
    detail,
    standing: result,
  });
  return vendor.deny({ status: statusOf(verdict, refusal), code: verdict, message, path: call.path });
}

function statusOf(verdict: DeniedVerdict, refusal: Denied["refusal"]): number {
  return (refusal?.verdict === verdict ? refusal.status : undefined) ?? verdictStatus[verdict];
}

function ownLines(callId: string, verdict: string): readonly string[] {
  return ["keybrake-call-id", callId, "keybrake-verdict", verdict];
}
