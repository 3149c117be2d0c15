import type { Endpoint } from "@keybrake/vendors";
import type { FindVendor } from "../keys/known-keys.ts";
import type { Authenticated } from "./authenticate.ts";
import { type Refused, refusalOfFlaw, refused } from "./refused.ts";

/** A well-formed call to an endpoint that its key may use. */
export interface Matched extends Authenticated {
  /** Without the vendor's prefix. */
  readonly path: string;
  readonly endpoint: Endpoint;
}

/** Method and path to one endpoint of the catalogue of the key's vendor, and whether the key's allowlist has it. */
export function match(known: Authenticated, findVendor: FindVendor): Matched | Refused {
  const { call, key } = known;
  const { vendor } = key;
  if (!key.isServed) {
    return refused(known, { refusal: { verdict: "denied_vendor", message: NOT_SERVED } });
  }
  const segmentEnd = call.path.indexOf("/", 1);
  const first = call.path.slice(1, segmentEnd === -1 ? undefined : segmentEnd);
  const isPrefixed = first === vendor.name;
  // The order of judgement puts another vendor's path before a malformed one, but only a path that can be read.
  if (!isPrefixed && findVendor(first) !== undefined) {
    const message = `This vault key is for ${vendor.name} only, and the path is ${first}'s.`;
    return refused(known, { refusal: { verdict: "denied_vendor", message } });
  }
  if (call.flaw !== null) return refused(known, { refusal: refusalOfFlaw(call.flaw) });
  if (!isPrefixed && vendor.definition !== undefined) {
    const message = `Calls of ${vendor.name} begin with its name: write /${vendor.name} before the path.`;
    return refused(known, { refusal: { verdict: "denied_vendor", message } });
  }
  const path = isPrefixed ? call.path.slice(first.length + 1) : call.path;
  const endpoint = vendor.match(call.method, path);
  if (endpoint === undefined) {
    return refused(known, { refusal: { verdict: "denied_endpoint", message: NO_SUCH_ENDPOINT } });
  }
  // A document is judged by its operations, once it is read.
  if (endpoint.class !== "DOCUMENT" && !key.allows(endpoint)) {
    const refusal = { verdict: "denied_endpoint", message: NOT_ALLOWED } as const;
    return refused(known, { refusal, endpoint: endpoint.name, asked: { endpoint, path } });
  }
  return { ok: true, call, key, path, endpoint };
}

const NOT_SERVED = "This proxy does not know the vendor of this vault key.";
const NO_SUCH_ENDPOINT = "The vendor has no such endpoint.";
const NOT_ALLOWED = "The endpoint is not on this vault key's allowlist.";
