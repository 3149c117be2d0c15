import type { TestAnswer, TestClient } from "./test-api.ts";

/** A request for a key as the contract shows it. */
export const sampleKey = {
  vendor: "stripe",
  expires_in: "3h",
  agent_run_label: "billing/run_1",
  allowed_endpoints: ["POST /v1/payment_intents"],
  daily_usd_cap: 500,
};

export async function addSandboxCredential(client: TestClient): Promise<string> {
  const answer = await client.post("/credentials", { vendor: "stripe", label: "Sandbox", sandbox: true });
  return idOf(answer);
}

/** Issues a key with `over` in place of the sample's fields. */
export function issue(client: TestClient, over: Readonly<Record<string, unknown>> = {}): Promise<TestAnswer> {
  return client.post("/vault-keys", { ...sampleKey, ...over });
}

export function idOf(answer: TestAnswer): string {
  if (typeof answer.json.id !== "string") throw new Error(`no id in ${answer.status} ${answer.text}`);
  return answer.json.id;
}
