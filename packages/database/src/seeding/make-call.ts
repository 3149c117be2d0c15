import type { CallToHold, Settlement } from "@keybrake/ledger";
import type { CallKind, HistoryKey, Outcomes } from "./history-run.ts";
import type { Random } from "./random.ts";

const MICROS_PER_CENT = 10_000n;
/** Ids of objects as Stripe names them, by the last word of the path. */
const PREFIXES: Readonly<Record<string, string>> = { payment_intents: "pi", refunds: "re" };

/** A call as the proxy would hand it to the ledger. */
export function makeCall(key: HistoryKey, kind: CallKind, atMs: number, random: Random): CallToHold {
  const priceMicros = kind.cents === null ? 0n : BigInt(random.between(...kind.cents)) * MICROS_PER_CENT;
  const isRefused = kind.refused !== undefined;
  const { method, path } = targetOf(kind.endpoint);
  return {
    id: random.uuidAt(atMs),
    organizationId: key.organizationId,
    vaultKeyId: key.id,
    refused: kind.refused ?? null,
    priceMicros: isRefused ? 0n : priceMicros,
    continuesObjectId: null,
    retryHash: null,
    counts: true,
    parentCallId: null,
    vendor: key.vendor,
    credentialId: key.credentialId,
    agentName: key.agentName,
    agentRunId: key.agentRunId,
    keyLabel: `vk_…${key.last4}`,
    endpoint: kind.endpoint,
    method,
    path,
    request: requestOf(priceMicros),
    clientIp: "10.0.0.7",
    userAgent: key.vendor === "stripe" ? "Stripe/v1 NodeBindings/23.1.0" : "undici",
    requestedMicros: kind.cents === null ? null : priceMicros,
    refusedStatus: isRefused ? 403 : null,
  };
}

/** How the vendor answered an admitted call. */
export function settlementOf(
  call: CallToHold,
  heldMicros: bigint,
  { declined, accrued, unknown }: Outcomes,
  random: Random,
): Settlement {
  const draw = random.next();
  const isPriced = heldMicros > 0n;
  const state =
    draw < unknown
      ? "unknown"
      : draw < unknown + declined
        ? "released"
        : isPriced && draw < unknown + declined + accrued
          ? "accrued"
          : "settled";
  const costMicros = state === "settled" || state === "accrued" ? heldMicros : 0n;
  const isAnswered = state !== "unknown";
  const digits = call.id.replaceAll("-", "");
  const transactionId = isAnswered && isPriced ? `${prefixOf(call.path)}_${digits.slice(8)}` : null;
  return {
    callId: call.id,
    organizationId: call.organizationId,
    vaultKeyId: call.vaultKeyId,
    state,
    costMicros,
    parsedMicros: state === "settled" ? costMicros : null,
    statusCode: isAnswered ? (state === "released" ? 402 : 200) : null,
    transactionId,
    vendorRequestId: isAnswered ? `req_${digits.slice(-14)}` : null,
    latencyMs: random.between(60, 960),
    replayed: false,
    object:
      state === "accrued" && transactionId !== null
        ? { id: transactionId, totalMicros: costMicros, status: "open" }
        : null,
  };
}

function targetOf(endpoint: string): { readonly method: string; readonly path: string } {
  const [method = "POST", path = "/"] = endpoint.split(" ");
  if (!path.startsWith("/")) return { method: "POST", path: "/" };
  return { method, path: path.replace(/\{[a-zA-Z]+\}/, "cus_sample") };
}

function requestOf(priceMicros: bigint): string {
  if (priceMicros === 0n) return "{}";
  const amount = String(priceMicros / MICROS_PER_CENT);
  return JSON.stringify({ amount, currency: "usd", body_sha256: amount.padStart(64, "0") });
}

function prefixOf(path: string): string {
  return PREFIXES[path.split("/").at(-1) ?? ""] ?? "ch";
}
