import type { OutgoingRequest, VendorRequest } from "../pricing.ts";

/**
 * What credentials are sealed to, in place of the store's own origin: a vendor has one origin, and each store another
 * host. That a token cannot be sent to another store is kept by its secret, which holds the store beside the token
 * and is sealed as a whole; where a call goes is read from there and from nothing that a client says.
 */
export const sealedOrigin = "https://myshopify.com";

const passedHeaders = ["accept", "user-agent", "x-shopify-api-features"] as const;
const clientHeader = /^x-sdk-[a-z-]{1,40}$/;

/** @param store domain of the credential's store: whatever host the client used, its calls go there. */
export function outgoingRequest(
  store: string,
  request: VendorRequest,
  { query, body }: { readonly query: string; readonly body: Buffer | null },
): OutgoingRequest {
  const headers: [string, string][] = [];
  if (body !== null) headers.push(["content-type", "application/json"]);
  for (const [name, value] of request.headers) {
    if (passedHeaders.some((passed) => passed === name) || clientHeader.test(name))
      headers.push([name, value]);
  }
  return {
    origin: originOf(store),
    method: request.method,
    target: query === "" ? request.path : `${request.path}?${query}`,
    headers,
    body,
  };
}

export const originOf = (store: string): string => `https://${store}`;
