import { type DeniedVerdict, denialSentence, verdictStatus } from "@keybrake/policy";
import type { DenialAnswer, Vendor } from "@keybrake/vendors";
import type { Call } from "./call.ts";
import type { FindVendor } from "./keys/known-keys.ts";
import type { TurnedAway } from "./steps/authenticate.ts";
import type { Denied, Hold, LedgerDown } from "./steps/reserve.ts";
import { sendAnswer } from "./wire/answer.ts";

/** What the proxy answers when nobody's policy is the reason: code, status and sentence. */
const faults = {
  invalid_key: {
    status: 401,
    message:
      "There is no such vault key. Send the vk_ key of this run where the vendor's own API key would stand.",
  },
  too_many_unknown_keys: {
    status: 429,
    message: "Too many unknown vault keys came from this address. Wait a few seconds.",
  },
  asked_too_often: { status: 429, message: "A key may be asked about 10 times a second." },
  overloaded: {
    status: 503,
    message:
      "The proxy has as many calls in hand as it can take, or took too long to send this one. It was not sent.",
  },
  ledger_unreachable: {
    status: 503,
    message: "The ledger cannot be reached, so nothing may be spent now. The call was not sent.",
  },
  vendor_unreachable: {
    status: 502,
    message:
      "The connection to the vendor broke after the call was sent. Whether it happened is not known yet.",
  },
  vendor_not_reached: { status: 502, message: "The vendor cannot be reached. The call was not sent." },
  vendor_timeout: {
    status: 504,
    message: "The vendor did not answer in time. Whether the call happened is not known yet.",
  },
  vendor_unusable: {
    status: 502,
    message:
      "The vendor answered with a redirect or an encoding that is not passed on. What happened is not known yet.",
  },
  denied_credential: {
    status: 502,
    message:
      "The vendor did not accept the credential behind this vault key. Its owner has to look at it in Keybrake.",
  },
} as const satisfies Record<string, { status: number; message: string }>;

export type Fault = keyof typeof faults;

/** Answers a call whose key was not recognised. */
export function turnAway({ call, fault, flaw }: TurnedAway, vendor: Vendor): Promise<void> {
  if (flaw === null) return sendAnswer(call, faultAnswer(vendor, fault));
  const { status, message } = flaw;
  return sendAnswer(call, vendor.deny({ status, code: "malformed_request", message }));
}

/** Answers a call whose denial is committed. The key's holder may know all of it. */
export function answerDenied(denied: Denied): Promise<void> {
  return sendAnswer(denied.call, denialAnswer(denied), ownLines(denied.callId, denied.verdict));
}

/** Answers an admitted call with a fault: of the proxy, of the vendor, or of the credential. */
export function answerFault({ callId, ready }: Hold, fault: Fault): Promise<void> {
  const verdict = fault === "denied_credential" ? fault : "allowed";
  return sendAnswer(ready.call, faultAnswer(ready.key.vendor, fault), ownLines(callId, verdict));
}

/** Answers a call of which no row is known to be committed: without a call id, since there may be none. */
export function answerLedgerDown({ call, key }: LedgerDown): Promise<void> {
  return sendAnswer(call, faultAnswer(key.vendor, "ledger_unreachable"));
}

/** Whose error shape to use where no key says it: the path's vendor if it names one, else the fallback's. */
export function guessVendor(call: Call, findVendor: FindVendor, fallback: Vendor): Vendor {
  const end = call.path.indexOf("/", 1);
  return findVendor(call.path.slice(1, end === -1 ? undefined : end)) ?? fallback;
}

export function faultAnswer(vendor: Vendor, fault: Fault): DenialAnswer {
  const { status, message } = faults[fault];
  const answer = vendor.deny({ status, code: fault, message });
  // Nothing was sent, and a moment later there may be room again; an SDK is still told not to try by itself.
  return fault === "overloaded" ? { ...answer, headers: { ...answer.headers, "retry-after": "1" } } : answer;
}

function denialAnswer({ key, verdict, endpoint, refusal, result }: Denied): DenialAnswer {
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
  return vendor.deny({ status: statusOf(verdict, refusal), code: verdict, message });
}

function statusOf(verdict: DeniedVerdict, refusal: Denied["refusal"]): number {
  return (refusal?.verdict === verdict ? refusal.status : undefined) ?? verdictStatus[verdict];
}

function ownLines(callId: string, verdict: string): readonly string[] {
  return ["keybrake-call-id", callId, "keybrake-verdict", verdict];
}
