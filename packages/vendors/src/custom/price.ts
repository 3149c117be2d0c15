import { createHash } from "node:crypto";
import type { CustomPrice, CustomVendor } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import type { OutgoingRequest, PriceBasis, PricedRequest, VendorRequest } from "../pricing.ts";
import type { Vendor } from "../vendor.ts";
import { reckon } from "./amount.ts";
import { type ReadRequest, readRequest } from "./request.ts";

type Audit = PricedRequest["audit"];

/** Request headers that every vendor gets to see; whatever is neither here nor in the definition is dropped. */
const passedHeaders = ["accept", "user-agent"] as const;
const headerValue = /^[\x20-\x7e]{0,1000}$/;
const queryNamesMax = 20;

/** The price function of one definition. */
export function createPrice(
  definition: CustomVendor,
  priceOf: (endpoint: Endpoint) => CustomPrice,
): Vendor["price"] {
  return (endpoint, request, { rules }) => {
    const price = priceOf(endpoint);
    const reading = readRequest(endpoint, request, price);
    if (!reading.ok) return { ok: false, refusal: reading.refusal, audit: {} };
    const { read } = reading;
    const audit = auditOf(request, read);
    if (price.kind === "amount") {
      const reckoned = reckon(price, read.fields, rules);
      if (!reckoned.ok) return { ok: false, refusal: reckoned.refusal, audit };
      const { amount, micros, basis } = reckoned;
      const told = { price_basis: "request", amount, currency: basis.currency };
      return priced(micros, basis, { ...audit, ...told });
    }
    if (price.kind === "flat") return priced(price.micros, null, { ...audit, price_basis: "flat" });
    return priced(0n, null, audit);

    function priced(priceMicros: bigint, basis: PriceBasis | null, told: Audit) {
      return {
        ok: true,
        request: {
          endpoint,
          priceMicros,
          basis,
          continues: null,
          // Whether the vendor keeps such keys, and for how long, nobody can vouch for: each attempt counts by itself.
          idempotencyKey: null,
          idempotencyScope: "",
          audit: told,
          outgoing: outgoing(definition, { endpoint, request, read }),
        },
      } as const;
    }
  };
}

interface Judged {
  readonly endpoint: Endpoint;
  readonly request: VendorRequest;
  readonly read: ReadRequest;
}

function outgoing(
  { origin, passedHeaders: ownHeaders }: CustomVendor,
  { endpoint, request, read }: Judged,
): OutgoingRequest {
  const headers: [string, string][] = [];
  if (read.contentType !== null) headers.push(["content-type", read.contentType]);
  for (const name of [...passedHeaders, ...ownHeaders]) {
    const value = request.headers.get(name);
    if (value !== undefined && headerValue.test(value)) headers.push([name, value]);
  }
  return {
    origin,
    method: endpoint.method,
    target: read.query === "" ? request.path : `${request.path}?${read.query}`,
    headers,
    body: read.body,
  };
}

/** Names only, and no values: which of the fields is a secret or a person's, nobody said. */
function auditOf({ headers }: VendorRequest, { queryNames }: ReadRequest): Record<string, string> {
  const audit: Record<string, string> = {};
  if (queryNames.length > 0) audit.query = shown(queryNames.slice(0, queryNamesMax).join(","));
  const key = headers.get("idempotency-key");
  if (key !== undefined)
    audit.idempotency_key_sha256 = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return audit;
}

const shown = (text: string): string => {
  const escaped = text.replace(/[^\x20-\x7e]/g, "?");
  return escaped.length > 100 ? `${escaped.slice(0, 99)}…` : escaped;
};
