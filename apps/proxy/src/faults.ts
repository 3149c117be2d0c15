import type { DenialAnswer, Vendor } from "@keybrake/vendors";

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
  vendor_not_public: {
    status: 502,
    message:
      "The name of this vendor leads to an address that is not on the public internet. The call was not sent.",
  },
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

/** A fault in a vendor's own error shape. */
export function faultAnswer(vendor: Vendor, fault: Fault, path: string): DenialAnswer {
  const { status, message } = faults[fault];
  const answer = vendor.deny({ status, code: fault, message, path });
  // Nothing was sent, and a moment later there may be room again; an SDK is still told not to try by itself.
  return fault === "overloaded" ? { ...answer, headers: { ...answer.headers, "retry-after": "1" } } : answer;
}
