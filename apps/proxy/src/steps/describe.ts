import { readBody } from "../wire/body.ts";
import type { Refused } from "./refused.ts";

/**
 * What a call to an endpoint outside the allowlist asked for, for its row: after an incident the question is how much
 * was to be moved. The refusal stands whatever is found, and a body that cannot be read leaves the row without.
 */
export async function describe(refused: Refused, report: (fault: unknown) => void): Promise<Refused> {
  const { call, key, asked } = refused;
  if (asked === null) return refused;
  const { endpoint, path } = asked;
  const body = await readBody(call, endpoint.bodyLimit);
  if (!Buffer.isBuffer(body)) return refused;
  const { method, query, headers } = call;
  try {
    const priced = key.vendor.price(endpoint, { method, path, query, headers, body }, key.record.rules);
    if (!priced.ok) return { ...refused, body, audit: priced.audit };
    return { ...refused, body, audit: priced.request.audit, requestedMicros: priced.request.priceMicros };
  } catch (fault) {
    report(fault);
    return { ...refused, body };
  }
}
