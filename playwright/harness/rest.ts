import { z } from "zod";

const issued = z.object({ id: z.string(), vault_key: z.string() });

/** An orchestrator's client of the REST API: for what a journey needs and is not about. */
export class Rest {
  readonly #url: string;
  readonly #token: string;

  constructor(dashboardUrl: string, token: string) {
    this.#url = `${dashboardUrl}/api/v1`;
    this.#token = token;
  }

  async post(path: string, body: unknown = {}): Promise<Record<string, unknown>> {
    return this.#ask(path, { method: "POST", body: JSON.stringify(body) });
  }

  async get(path: string): Promise<Record<string, unknown>> {
    return this.#ask(path, { method: "GET" });
  }

  async addSandboxCredential(): Promise<void> {
    await this.post("/credentials", { vendor: "stripe", label: "Sandbox", sandbox: true });
  }

  /** Issues a key; what is left out allows `POST /v1/payment_intents` up to $50 a day for an hour. */
  async issue(over: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> {
    const answer = await this.post("/vault-keys", {
      vendor: "stripe",
      expires_in: "1h",
      agent_run_label: "billing/run_1",
      allowed_endpoints: ["POST /v1/payment_intents"],
      daily_usd_cap: 50,
      ...over,
    });
    const { id, vault_key } = issued.parse(answer);
    return { id, secret: vault_key };
  }

  async #ask(path: string, init: RequestInit): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/json" };
    const response = await fetch(this.#url + path, { ...init, headers });
    const answer = z.record(z.string(), z.unknown()).parse(await response.json());
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
