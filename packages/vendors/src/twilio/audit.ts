import type { PricedRequest } from "../pricing.ts";
import type { Address } from "./endpoints.ts";
import type { ReadRequest } from "./request.ts";

const clipLength = 100;
const queryNamesMax = 20;
/** Whom a request reaches, from where, and for how long; never what it says. */
const shownFields = ["To", "From", "MessagingServiceSid", "PhoneNumber", "AreaCode"];
const shownTerms = ["Channel", "TimeLimit", "Status", "SendAt", "ContentSid", "Fields", "Type"];

/** The fields of a request that its audit row shows: bounded, escaped, without a secret. */
export function auditRequest(address: Address, { form }: ReadRequest, isQuery: boolean): Audit {
  const audit: Record<string, string | boolean> = { host: address.host };
  for (const name of [...shownFields, ...shownTerms]) {
    const text = form.get(name)?.[0];
    if (text !== undefined) audit[name] = shown(text);
  }
  if (form.get("ScheduleType")?.[0] === "fixed") audit.scheduled = true;
  if (isQuery && form.size > 0) audit.query = shown([...form.keys()].slice(0, queryNamesMax).join(","));
  return audit;
}

export type Audit = PricedRequest["audit"];

/** Text of the caller's, fit for a row and a screen: control characters escaped, at most 100 characters. */
export function shown(text: string): string {
  const escaped = text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return escaped.length > clipLength ? `${escaped.slice(0, clipLength - 1)}…` : escaped;
}
