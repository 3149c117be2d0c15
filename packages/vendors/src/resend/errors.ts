import { type DenialAnswer, type DenialInput, denialHeaders, denialReason } from "../denial.ts";

/**
 * A denial in Resend's envelope. Its SDKs never try again by themselves; the one for Node hands the object on as
 * `error`, the one for Python raises by `statusCode` and shows `name` as `error_type`.
 */
export function deny({ status, code, message }: DenialInput): DenialAnswer {
  return {
    status,
    reason: denialReason(code),
    headers: denialHeaders,
    body: JSON.stringify({ statusCode: status, name: code, message }),
  };
}
