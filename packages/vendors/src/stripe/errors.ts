import { type DenialAnswer, type DenialInput, denialHeaders, denialReason } from "../denial.ts";

/**
 * A denial that Stripe's SDKs raise as the error class it is. They take version 1 errors by status and version 2
 * errors by `type` first (`rate_limit`), and read nothing but an `error` object: without one, stripe-node resolves
 * a 403 as a success. `Stripe-Should-Retry: false` keeps them from sending a 409 or a 5xx three times.
 */
export function deny({ status, code, message }: DenialInput): DenialAnswer {
  return {
    status,
    reason: denialReason(code),
    headers: denialHeaders,
    body: JSON.stringify({ error: { type: errorType(status), code, message } }),
  };
}

function errorType(status: number): string {
  if (status === 429) return "rate_limit";
  return status >= 500 ? "api_error" : "invalid_request_error";
}
