import type { Endpoint, LookUp, PricedRequest, PriceResult, VendorAnswer } from "@keybrake/vendors";
import { type OpenCredential, shippedPrices } from "../upstream/open-credential.ts";
import { readBody } from "../wire/body.ts";
import type { Matched } from "./match.ts";
import type { Opened, Unreachable } from "./open-credential.ts";
import { type Refused, type RefusedFacts, refusalOfFlaw, refused } from "./refused.ts";

/** A call whose upper bound is known, and the request that will be sent, rebuilt from parsed values. */
export interface Priced extends Opened {
  /** As it came in: what retries are told apart by. */
  readonly body: Buffer;
  readonly request: PricedRequest;
}

/** Pages of a vendor's answers that one call may need; more would let an agent make Keybrake ask without end. */
const LOOK_UPS_MAX = 4;

/** A vendor's answer; null where it was not asked or did not answer. */
export type LookedUp = VendorAnswer | null | "ledger_down" | "credential_rejected";

/** How the vendor is asked: `steps/look-up.ts`, with what the process has for it. */
export interface Asker {
  readonly ask: (
    opened: Opened & { readonly credential: OpenCredential },
    lookUp: LookUp,
  ) => Promise<LookedUp>;
  readonly report: (fault: unknown) => void;
}

/**
 * Endpoint and body to an upper bound. The body is read only now: nobody's is buffered before they are known. Where
 * the request does not tell what it costs, the vendor is asked. A vendor's module that fails on this input refuses the call, since its price is unknown.
 */
export async function price(opened: Opened, asker: Asker): Promise<Priced | Refused | Unreachable> {
  const { call, endpoint } = opened;
  const body = await readBody(call, endpoint.bodyLimit);
  if (!Buffer.isBuffer(body)) {
    return refused(opened, { refusal: refusalOfFlaw(body), endpoint: endpoint.name });
  }
  const told = await judge(opened, body, asker).catch((fault: unknown) => {
    asker.report(fault);
    return PRICE_FAILED;
  });
  switch (told.ok) {
    case "unreachable":
      return { ok: "unreachable", call, key: opened.key };
    case true:
      return { ...opened, endpoint: told.request.endpoint, body, request: told.request };
    case false:
      return refused(opened, { endpoint: endpoint.name, body, ...told });
  }
}

type Told =
  | Extract<PriceResult, { ok: true }>
  | { readonly ok: "unreachable" }
  | ({ readonly ok: false } & RefusedFacts);

async function judge(opened: Opened, body: Buffer, asker: Asker): Promise<Told> {
  const named = nameOperations(opened, body);
  if (!named.ok) return named;
  const { endpoint } = named;
  const { credential } = opened;
  let told = priceOf(opened, endpoint, body);
  for (let asked = 0; told.ok === "ask"; asked += 1) {
    if (asked === LOOK_UPS_MAX) throw new Error(`${endpoint.name} asks the vendor without end`);
    const answer =
      credential === null ? "credential_rejected" : await asker.ask({ ...opened, credential }, told.lookUp);
    if (answer === "ledger_down") return { ok: "unreachable" };
    if (answer === "credential_rejected") {
      const refusal = { verdict: "denied_credential", message: opened.whyNot } as const;
      return { ok: false, refusal, audit: told.audit, endpoint: endpoint.name };
    }
    told = told.resume(answer);
  }
  if (told.ok) return told;
  // A vendor that needs the account to judge can only say that there is none; why, is known here.
  const isUnusable = told.refusal.verdict === "denied_credential" && opened.whyNot !== "";
  const refusal = isUnusable ? { ...told.refusal, message: opened.whyNot } : told.refusal;
  return { ...told, refusal, endpoint: endpoint.name };
}

export function priceOf(
  { call, key, path, credential }: Omit<Opened, "ok" | "whyNot" | "endpoint">,
  endpoint: Endpoint,
  body: Buffer,
): PriceResult {
  const { method, query, headers } = call;
  return key.vendor.price(
    endpoint,
    { method, path, query, headers, body },
    {
      rules: key.record.rules,
      account: credential?.account ?? null,
      prices: credential?.prices ?? shippedPrices(key.vendor),
    },
  );
}

type Named = { readonly ok: true; readonly endpoint: Endpoint } | Extract<Told, { ok: false }>;

/** A document's operations, each of which must be on the allowlist; any other endpoint is its own name. */
function nameOperations({ call, key, path, endpoint }: Matched, body: Buffer): Named {
  const { readDocument } = key.vendor;
  if (endpoint.class !== "DOCUMENT" || readDocument === undefined) return { ok: true, endpoint };
  const { method, query, headers } = call;
  const read = readDocument(endpoint, { method, path, query, headers, body });
  if (!read.ok) return read;
  if (read.operations.every((operation) => key.allows(operation)))
    return { ok: true, endpoint: read.endpoint };
  const refusal = { verdict: "denied_endpoint", message: NOT_ALLOWED } as const;
  return { ok: false, refusal, endpoint: read.endpoint.name, asked: { endpoint: read.endpoint, path } };
}

const NOT_ALLOWED = "Not every operation of the document is on this vault key's allowlist.";

const PRICE_FAILED = {
  ok: false,
  refusal: {
    verdict: "denied_cost_unknown",
    message: "What this call could cost could not be worked out, so it was not sent.",
  },
} as const;
