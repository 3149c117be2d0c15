import { createProxyDatabase, type ProxyDatabase } from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import type { TestAnswer } from "./test-api.ts";

export function openProxy(proxyUrl: string): Promise<ProxyDatabase> {
  return createProxyDatabase({
    connectionString: proxyUrl,
    timeoutMs: 1_000,
    mixOrganizations: true,
    onError: () => undefined,
  });
}

type CallToHold = Parameters<ProxyDatabase["ledger"]["hold"]>[0];

/** A payment under an issued key, as the proxy would take it to the ledger. */
export function callUnder(
  organizationId: string,
  key: TestAnswer,
  over: Partial<CallToHold> = {},
): CallToHold {
  return {
    id: uuidv7(),
    organizationId,
    vaultKeyId: String(key.json.id),
    refused: null,
    priceMicros: 10_000_000n,
    continuesObjectId: null,
    retryHash: null,
    counts: true,
    parentCallId: null,
    vendor: "stripe",
    credentialId: String(key.json.credential_id),
    agentName: String(key.json.agent_name),
    agentRunId: String(key.json.agent_run_id),
    keyLabel: "vk_…test",
    endpoint: "POST /v1/payment_intents",
    method: "POST",
    path: "/v1/payment_intents",
    request: '{"amount":1000}',
    clientIp: "127.0.0.1",
    userAgent: "test",
    requestedMicros: 10_000_000n,
    refusedStatus: null,
    ...over,
  };
}

type Settlement = Parameters<ProxyDatabase["ledger"]["settle"]>[0];

export function settlementOf(call: CallToHold, over: Partial<Settlement> = {}): Settlement {
  return {
    callId: call.id,
    organizationId: call.organizationId,
    vaultKeyId: call.vaultKeyId,
    state: "settled",
    costMicros: call.priceMicros,
    parsedMicros: call.priceMicros,
    statusCode: 200,
    transactionId: "pi_1",
    vendorRequestId: "req_1",
    latencyMs: 12,
    replayed: false,
    object: null,
    ...over,
  };
}
