import { type DenialAnswer, type DenialInput, denialHeaders, denialReason } from "../denial.ts";

/** A plain envelope: what shape the vendor's own errors have, nobody said. */
export function deny({ status, code, message }: DenialInput): DenialAnswer {
  return {
    status,
    reason: denialReason(code),
    headers: denialHeaders,
    body: JSON.stringify({ error: { code, message } }),
  };
}
