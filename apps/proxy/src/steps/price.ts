import type { PricedRequest } from "@keybrake/vendors";
import { readBody } from "../wire/body.ts";
import type { Matched } from "./match.ts";
import { type Refused, refusalOfFlaw, refused } from "./refused.ts";

/** A call whose upper bound is known, and the request that will be sent, rebuilt from parsed values. */
export interface Priced extends Matched {
  /** As it came in: what retries are told apart by. */
  readonly body: Buffer;
  readonly request: PricedRequest;
}

/**
 * Endpoint and body to an upper bound. The body is read only now: nobody's is buffered before they are known.
 * @param report of a vendor's module that fails on this input; the call is then refused, since its price is unknown.
 */
export async function price(matched: Matched, report: (fault: unknown) => void): Promise<Priced | Refused> {
  const { call, key, endpoint, path } = matched;
  const body = await readBody(call, endpoint.bodyLimit);
  if (!Buffer.isBuffer(body)) {
    return refused(matched, { refusal: refusalOfFlaw(body), endpoint: endpoint.name });
  }
  const { method, query, headers } = call;
  try {
    const priced = key.vendor.price(endpoint, { method, path, query, headers, body }, key.record.rules);
    if (priced.ok) return { ok: true, call, key, path, endpoint, body, request: priced.request };
    return refused(matched, { refusal: priced.refusal, endpoint: endpoint.name, body, audit: priced.audit });
  } catch (fault) {
    report(fault);
    return refused(matched, { refusal: PRICE_FAILED, endpoint: endpoint.name, body });
  }
}

const PRICE_FAILED = {
  verdict: "denied_cost_unknown",
  message: "What this call could cost could not be worked out, so it was not sent.",
} as const;
