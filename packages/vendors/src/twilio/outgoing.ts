import type { Endpoint } from "../endpoint.ts";
import type { OutgoingRequest, VendorRequest } from "../pricing.ts";
import { formWithAccount, jsonWithAccount, pathWithAccount } from "./account.ts";
import { type Address, apiHost } from "./endpoints.ts";
import { serialiseFlatForm } from "./form.ts";
import type { ReadRequest } from "./request.ts";

export const apiOrigin = `https://${apiHost}`;

/** Request headers that Twilio gets to see; whatever is not here is dropped. */
const passedHeaders = ["accept", "user-agent", "if-match", "x-twilio-webhook-enabled"] as const;

export interface Outgoing {
  readonly address: Address;
  readonly read: ReadRequest;
  readonly account: string;
}

/** The request anew from what was judged, with the real account in place of the stand-in. */
export function outgoingRequest(
  { method }: Endpoint,
  { headers: given }: VendorRequest,
  { address, read, account }: Outgoing,
): OutgoingRequest {
  const fields = serialiseFlatForm(formWithAccount(read.form, account));
  const isQuery = method === "GET";
  const text = isQuery ? null : (jsonWithAccount(read.jsonText, account) ?? (fields === "" ? null : fields));
  const headers: [string, string][] = [];
  if (text !== null) headers.push(["content-type", contentType(read)]);
  for (const name of passedHeaders) {
    const value = given.get(name);
    if (value !== undefined) headers.push([name, value]);
  }
  const path = pathWithAccount(address.path, account);
  return {
    origin: `https://${address.host}`,
    method,
    target: isQuery && fields !== "" ? `${path}?${fields}` : path,
    headers,
    body: text === null ? null : Buffer.from(text),
  };
}

const contentType = ({ jsonText }: ReadRequest) =>
  jsonText === null ? "application/x-www-form-urlencoded" : "application/json";
