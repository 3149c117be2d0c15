import type { Endpoint } from "../endpoint.ts";
import { serialiseForm } from "../form.ts";
import type { LookUp, OutgoingRequest, VendorRequest } from "../pricing.ts";
import type { Inquiry } from "./pricing/cost.ts";
import type { ReadRequest } from "./request.ts";

export const apiOrigin = "https://api.stripe.com";

/** Request headers that Stripe gets to see; whatever is not here is dropped. */
const passedHeaders = [
  "accept",
  "user-agent",
  "stripe-version",
  "stripe-account",
  "stripe-context",
  "stripe-request-trigger",
] as const;

const clientHeader = /^x-stripe-client-[a-z-]{1,40}$/;

/** Stripe keeps an idempotency key for POSTs, in version 2 also for DELETEs; elsewhere it means nothing. */
export const honoursIdempotencyKey = ({ method, template }: Endpoint): boolean =>
  method === "POST" || (method === "DELETE" && template.startsWith("/v2/"));

export function outgoingRequest(
  endpoint: Endpoint,
  request: VendorRequest,
  { read, idempotencyKey }: { read: ReadRequest; idempotencyKey: string | null },
): OutgoingRequest {
  const headers: [string, string][] = [];
  if (read.contentType !== null) headers.push(["content-type", read.contentType]);
  for (const name of passedHeaders) {
    const value = request.headers.get(name);
    if (value !== undefined) headers.push([name, value]);
  }
  for (const [name, value] of request.headers) {
    if (clientHeader.test(name)) headers.push([name, value]);
  }
  if (idempotencyKey !== null) headers.push(["idempotency-key", idempotencyKey]);
  return {
    origin: originOf(endpoint),
    method: endpoint.method,
    target: read.query === "" ? request.path : `${request.path}?${read.query}`,
    headers,
    body: read.body,
  };
}

/**
 * The version that the look-ups' shapes are written for, whatever version the caller speaks: an older one answers with
 * other fields (an intent's `charges` instead of its `latest_charge`), and has no previews. What an object costs does not
 * depend on the version that it is read in. Also the SDK's, so that a test notices when it moves on.
 */
const lookUpVersion = "2026-10-28.endive";

/** Whose account a call acts in; a look-up for it has to read the same one. */
const accountHeaders = ["stripe-account", "stripe-context"] as const;

export function lookUpRequest(
  { endpoint, path, parameters }: Inquiry,
  headers: VendorRequest["headers"],
): LookUp {
  const form = serialiseForm(parameters);
  const isForm = endpoint.method === "POST";
  const lines: [string, string][] = [
    ["accept", "application/json"],
    ["user-agent", "Keybrake"],
    ["stripe-version", lookUpVersion],
  ];
  if (isForm) lines.push(["content-type", "application/x-www-form-urlencoded"]);
  for (const name of accountHeaders) {
    const value = headers.get(name);
    if (value !== undefined) lines.push([name, value]);
  }
  return {
    endpoint,
    outgoing: {
      origin: originOf(endpoint),
      method: endpoint.method,
      target: isForm || form === "" ? path : `${path}?${form}`,
      headers: lines,
      body: isForm ? Buffer.from(form) : null,
    },
  };
}

const filesEndpoints = new Set(["POST /v1/files", "GET /v1/quotes/{id}/pdf"]);

/** Stripe's SDKs send everything to one configured host; which of Stripe's hosts is meant, the path says. */
function originOf({ name, template }: Endpoint): string {
  if (filesEndpoints.has(name)) return "https://files.stripe.com";
  if (template.startsWith("/oauth/")) return "https://connect.stripe.com";
  if (template === "/v2/billing/meter_event_stream") return "https://meter-events.stripe.com";
  return apiOrigin;
}
