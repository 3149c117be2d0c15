import type { Endpoint } from "../endpoint.ts";
import type { LookUp, OutgoingRequest, VendorRequest } from "../pricing.ts";
import { matchEndpoint } from "./endpoints.ts";
import type { ReadRequest } from "./request.ts";

export const apiOrigin = "https://api.resend.com";

/** Request headers that Resend gets to see; whatever is not here is dropped. */
const passedHeaders = ["accept", "user-agent"] as const;

/** Documented to send once for one key (https://resend.com/docs/dashboard/emails/idempotency-keys). */
const keyed = new Set(["POST /emails", "POST /emails/batch"]);

export const honoursIdempotencyKey = ({ name }: Endpoint): boolean => keyed.has(name);

export const takesBatchValidation = ({ name }: Endpoint): boolean => name === "POST /emails/batch";

export function outgoingRequest(
  endpoint: Endpoint,
  request: VendorRequest,
  read: ReadRequest,
): OutgoingRequest {
  const headers: [string, string][] = [];
  if (read.contentType !== null) headers.push(["content-type", read.contentType]);
  const passed: string[] = [...passedHeaders];
  // Passed wherever it may mean something: the SDK sends it with what inboxes send too.
  if (endpoint.method === "POST") passed.push("idempotency-key");
  if (takesBatchValidation(endpoint)) passed.push("x-batch-validation");
  for (const name of passed) {
    const value = request.headers.get(name);
    if (value !== undefined) headers.push([name, value]);
  }
  return {
    origin: apiOrigin,
    method: endpoint.method,
    target: read.query === "" ? request.path : `${request.path}?${read.query}`,
    headers,
    body: read.body,
  };
}

/** Asks what became of an email. */
export function emailLookUp(id: string): LookUp {
  const path = `/emails/${id}`;
  const endpoint = matchEndpoint("GET", path);
  if (endpoint === undefined) throw new TypeError("no id of an email");
  const headers = [["accept", "application/json"]] as const;
  return { endpoint, outgoing: { origin: apiOrigin, method: "GET", target: path, headers, body: null } };
}
