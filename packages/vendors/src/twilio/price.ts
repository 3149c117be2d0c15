import { type KeyRules, largestMicros, type Refusal, type StatelessVerdict } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import type { PriceBook, PriceContext, PriceResult, VendorRequest } from "../pricing.ts";
import { foreignAccount } from "./account.ts";
import { type Audit, auditRequest, shown } from "./audit.ts";
import { type Address, addressOf, isSecretEndpoint } from "./endpoints.ts";
import { outgoingRequest } from "./outgoing.ts";
import { costOf } from "./pricing/rules.ts";
import { nothing, type ReadRequest, readRequest } from "./request.ts";

/** Upper bound of what a request can cost, and the request as it will be sent; or why it is refused. */
export function price(endpoint: Endpoint, request: VendorRequest, context: PriceContext): PriceResult {
  const address = addressOf(endpoint, request.path);
  const isQuery = endpoint.method === "GET";
  const reading = readRequest(endpoint, request);
  if (!reading.ok) {
    return { ok: false, refusal: reading.refusal, audit: auditRequest(address, nothing, isQuery) };
  }
  const { read } = reading;
  const audit = auditRequest(address, read, isQuery);
  const { account } = context;
  const refusal = refuseSecret(endpoint) ?? refuseAccount(address, read, account);
  if (refusal !== null || account === null) return { ok: false, refusal: refusal ?? noAccount, audit };
  const reckoned = reckon(endpoint, read, context);
  if ("verdict" in reckoned) return { ok: false, refusal: reckoned, audit };
  return {
    ok: true,
    request: {
      endpoint,
      priceMicros: reckoned.micros,
      basis: null,
      continues: null,
      // Twilio takes two equal requests for two.
      idempotencyKey: null,
      idempotencyScope: "",
      audit: { ...audit, ...reckoned.audit },
      outgoing: outgoingRequest(endpoint, request, { address, read, account }),
    },
  };
}

type AnyRefusal = Refusal<StatelessVerdict>;

const refused = (verdict: StatelessVerdict, message: string): AnyRefusal => ({ verdict, message });

/** A credential of Twilio's always names its account: there is none that can be used. */
const noAccount = refused(
  "denied_credential",
  "The credential of this vault key cannot be used now, so it is not known for which account it may act.",
);

function refuseSecret(endpoint: Endpoint): AnyRefusal | null {
  if (!isSecretEndpoint(endpoint)) return null;
  return refused(
    "denied_endpoint",
    "This endpoint answers with a secret or makes credentials. Keybrake never passes that on, whatever a key allows.",
  );
}

/** A parent account's token acts on all its subaccounts, so the account is pinned. */
function refuseAccount(address: Address, read: ReadRequest, account: string | null): AnyRefusal | null {
  if (account === null) return noAccount;
  const foreign = foreignAccount(address, read, account);
  if (foreign === null) return null;
  return refused(
    "denied_account",
    `This key acts for one Twilio account, and "${shown(foreign)}" is another. Use its own account SID, or AC and 32 zeros, which stands for it.`,
  );
}

interface Reckoned {
  readonly micros: bigint;
  readonly audit: Audit;
}

function reckon(
  endpoint: Endpoint,
  read: ReadRequest,
  { rules, prices }: { rules: KeyRules; prices: PriceBook },
): Reckoned | AnyRefusal {
  const cost = costOf(endpoint, read, prices);
  switch (cost.is) {
    case "free":
      return { micros: 0n, audit: {} };
    case "micros":
      if (rules.currencies !== null && !rules.currencies.includes("usd")) {
        return refused("denied_currency", "This key was not issued for charges in usd, which are Twilio's.");
      }
      if (cost.micros > largestMicros) {
        return refused("denied_request", "The price is more than a billion US dollars.");
      }
      return { micros: cost.micros, audit: { price_basis: "price book", ...cost.basis } };
    case "malformed":
      return refused("denied_request", cost.why);
    case "unknown":
      if (rules.assumedCallMicros !== null) {
        return { micros: rules.assumedCallMicros, audit: { price_basis: "assumed" } };
      }
      return refused(
        "denied_cost_unknown",
        `${cost.why} Keybrake sends no call whose cost it cannot bound; a key issued with assumed_call_usd would hold that instead.`,
      );
    default:
      return cost satisfies never;
  }
}
