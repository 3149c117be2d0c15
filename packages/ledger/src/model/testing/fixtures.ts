import type { LedgerRow } from "@keybrake/policy";
import type { CallToHold, Settlement } from "../../port.ts";

/** Noon in UTC: a day's edge is half a day away. */
export const noon = new Date("2026-06-15T12:00:00Z");

export const organizationId = "acme";

export function ledgerRow(over: Partial<LedgerRow> = {}): LedgerRow {
  return {
    revokedAt: null,
    expiresAt: new Date("2026-06-20T12:00:00Z"),
    zone: "UTC",
    callCapMicros: null,
    dailyCapMicros: 1_000n,
    runCapMicros: null,
    maxCalls: null,
    windowDay: "2026-06-15",
    daySpentMicros: 0n,
    dayHeldMicros: 0n,
    runSpentMicros: 0n,
    runHeldMicros: 0n,
    calls: 0,
    overageMicros: 0n,
    ...over,
  };
}

export function callToHold(over: Partial<CallToHold> & Pick<CallToHold, "id">): CallToHold {
  return {
    organizationId,
    vaultKeyId: "key",
    refused: null,
    priceMicros: 10n,
    continuesObjectId: null,
    retryHash: null,
    counts: true,
    parentCallId: null,
    vendor: "stripe",
    credentialId: "credential",
    agentName: "billing",
    agentRunId: "billing/run_1",
    keyLabel: "vk_…abcd",
    endpoint: "POST /v1/payment_intents",
    method: "POST",
    path: "/v1/payment_intents",
    request: "{}",
    clientIp: "127.0.0.1",
    userAgent: "stripe/23",
    requestedMicros: null,
    refusedStatus: null,
    ...over,
  };
}

export function settlement(over: Partial<Settlement> & Pick<Settlement, "callId">): Settlement {
  return {
    organizationId,
    vaultKeyId: "key",
    state: "settled",
    costMicros: 10n,
    parsedMicros: null,
    statusCode: 200,
    transactionId: null,
    vendorRequestId: null,
    latencyMs: 1,
    replayed: false,
    object: null,
    ...over,
  };
}
