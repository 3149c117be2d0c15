import type { CallToHold, Settlement } from "@keybrake/ledger";
import { type SampleRun, uuidAt } from "./plan-runs.ts";

interface Endpoint {
  readonly name: string;
  readonly share: number;
  /** The dearest call; 0 moves no money. */
  readonly dollarsMax: number;
  readonly isRefused?: true;
}

/** What agents call, by vendor; the shares of a vendor add up to 1. */
const ENDPOINTS: Readonly<Record<string, readonly Endpoint[]>> = {
  stripe: [
    { name: "POST /v1/payment_intents", share: 0.5, dollarsMax: 120 },
    { name: "GET /v1/customers/{id}", share: 0.3, dollarsMax: 0 },
    { name: "POST /v1/customers", share: 0.155, dollarsMax: 0 },
    { name: "POST /v1/refunds", share: 0.04, dollarsMax: 60, isRefused: true },
    { name: "DELETE /v1/customers/{id}", share: 0.005, dollarsMax: 0, isRefused: true },
  ],
  resend: [{ name: "POST /emails", share: 1, dollarsMax: 0.01 }],
  twilio: [{ name: "POST /2010-04-01/Accounts/{AccountSid}/Messages.json", share: 1, dollarsMax: 0.2 }],
  shopify: [{ name: "MUTATION refundCreate", share: 1, dollarsMax: 90 }],
};

export function makeCall(
  context: { readonly organizationId: string; readonly random: () => number },
  run: SampleRun,
  atMs: number,
): CallToHold {
  const { organizationId, random } = context;
  const endpoint = pick(ENDPOINTS[run.vendor] ?? [], random());
  const priceMicros = BigInt(Math.floor(endpoint.dollarsMax * random() * 100)) * 10_000n;
  const [method = "POST", path = "/"] = endpoint.name.split(" ");
  return {
    id: uuidAt(atMs, random),
    organizationId,
    vaultKeyId: run.vaultKeyId,
    refused: endpoint.isRefused === true ? "denied_endpoint" : null,
    priceMicros,
    continuesObjectId: null,
    retryHash: null,
    counts: true,
    parentCallId: null,
    vendor: run.vendor,
    credentialId: run.credentialId,
    agentName: run.agentName,
    agentRunId: run.agentRunId,
    keyLabel: run.keyLabel,
    endpoint: endpoint.name,
    method,
    path: path.replace(/\{[a-zA-Z]+\}/, "cus_sample"),
    request: JSON.stringify({ amount: String(priceMicros / 10_000n), body_sha256: "0".repeat(64) }),
    clientIp: "10.0.0.7",
    userAgent: "Stripe/v1 NodeBindings/18.0.0",
    requestedMicros: priceMicros,
    refusedStatus: endpoint.isRefused === true ? 403 : null,
  };
}

/** Most are settled at their price; some are accrued on an object of their own, some come to nothing, few are lost. */
export function settlementOf(call: CallToHold, random: () => number): Settlement {
  const draw = random();
  const isPayment = call.endpoint === "POST /v1/payment_intents" && call.priceMicros > 0n;
  const state =
    draw < 0.0003 ? "unknown" : draw < 0.03 ? "released" : isPayment && draw < 0.25 ? "accrued" : "settled";
  const transactionId = isPayment ? `pi_${call.id.replaceAll("-", "").slice(8)}` : null;
  const costMicros = state === "released" || state === "unknown" ? 0n : call.priceMicros;
  return {
    callId: call.id,
    organizationId: call.organizationId,
    vaultKeyId: call.vaultKeyId,
    state,
    costMicros,
    parsedMicros: state === "settled" ? costMicros : null,
    statusCode: state === "unknown" ? null : state === "released" ? 402 : 200,
    transactionId: state === "unknown" ? null : transactionId,
    vendorRequestId: state === "unknown" ? null : `req_${call.id.slice(-12)}`,
    latencyMs: 60 + Math.floor(random() * 900),
    replayed: false,
    object:
      state === "accrued" && transactionId !== null
        ? { id: transactionId, totalMicros: costMicros, status: "open" }
        : null,
  };
}

function pick(endpoints: readonly Endpoint[], draw: number): Endpoint {
  let left = draw;
  for (const endpoint of endpoints) {
    left -= endpoint.share;
    if (left < 0) return endpoint;
  }
  const [first] = endpoints;
  if (first === undefined) throw new Error("a sample vendor has no endpoints");
  return first;
}
