import { readBody } from "../wire/body.ts";
import { priceOf } from "./price.ts";
import type { Refused } from "./refused.ts";

/**
 * What a call to an endpoint outside the allowlist asked for, for its row: after an incident the question is how much
 * was to be moved. The refusal stands whatever is found, and a body that cannot be read leaves the row without.
 */
export async function describe(refused: Refused, report: (fault: unknown) => void): Promise<Refused> {
  const { call, key, asked } = refused;
  if (asked === null) return refused;
  const { endpoint, path } = asked;
  // A document had to be read to know what it asks for.
  const body = refused.body ?? (await readBody(call, endpoint.bodyLimit));
  if (!Buffer.isBuffer(body)) return refused;
  try {
    const told = priceOf({ call, key, path, credential: null }, endpoint, body);
    if (told.ok !== true) return { ...refused, body, audit: told.audit };
    return { ...refused, body, audit: told.request.audit, requestedMicros: told.request.priceMicros };
  } catch (fault) {
    report(fault);
    return { ...refused, body };
  }
}
