import { type DenialAnswer, type DenialInput, denialHeaders, denialReason } from "../denial.ts";

/** The numbers that Twilio itself answers with: https://www.twilio.com/docs/api/errors */
const codes: Readonly<Record<number, number>> = {
  400: 20001,
  401: 20003,
  403: 20403,
  404: 20404,
  429: 20429,
  500: 20500,
  503: 20503,
};

/**
 * A denial that Twilio's SDKs raise as a RestException, once: they try no status again unless told to try 429. `code` is
 * a number at Twilio, so the verdict stands in `details`, which node hands on as it is.
 */
export function deny({ status, code, message }: DenialInput): DenialAnswer {
  const number = codes[status] ?? (status >= 500 ? 20500 : 20001);
  return {
    status,
    reason: denialReason(code),
    headers: denialHeaders,
    body: JSON.stringify({
      code: number,
      message,
      more_info: `https://www.twilio.com/docs/errors/${number}`,
      status,
      details: { code },
    }),
  };
}
