import { z } from "zod";

export interface RestAnswer {
  readonly status: number;
  // What a route answers is for the test to look at.
  readonly body: Record<string, unknown>;
}

const ISSUES_AT_ONCE = 4;

const issued = z.object({ id: z.string(), vault_key: z.string(), proxy_url: z.string() });

/** An orchestrator: it has a service token and speaks REST to the dashboard. */
export class RestClient {
  readonly organizationId: string;
  readonly #url: string;
  readonly #token: string;

  constructor(dashboardUrl: string, token: string, organizationId: string) {
    this.#url = `${dashboardUrl}/api/v1`;
    this.#token = token;
    this.organizationId = organizationId;
  }

  async get(path: string): Promise<RestAnswer> {
    return this.#ask("GET", path, undefined);
  }

  async post(path: string, body?: unknown): Promise<RestAnswer> {
    return this.#ask("POST", path, body === undefined ? undefined : JSON.stringify(body));
  }

  /** The body as text, for exports. */
  async text(path: string): Promise<string> {
    const response = await fetch(this.#url + path, { headers: { authorization: `Bearer ${this.#token}` } });
    return response.text();
  }

  async addSandboxCredential(): Promise<void> {
    const { status, body } = await this.post("/credentials", {
      vendor: "stripe",
      label: "sandbox",
      sandbox: true,
    });
    if (status !== 201) throw new Error(`no credential: ${JSON.stringify(body)}`);
  }

  /** Issues a key; what is left out allows `POST /v1/payment_intents` up to $500 a day for three hours. */
  async issue(over: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> {
    const { status, body } = await this.post("/vault-keys", {
      vendor: "stripe",
      expires_in: "3h",
      agent_run_label: "billing/run_1",
      allowed_endpoints: ["POST /v1/payment_intents"],
      daily_usd_cap: 500,
      ...over,
    });
    if (status !== 201) throw new Error(`no key: ${JSON.stringify(body)}`);
    const { id, vault_key } = issued.parse(body);
    return { id, secret: vault_key };
  }

  /** One key for each, a few at a time: an organization issues one after the other anyway. */
  async issueEach(overs: readonly Record<string, unknown>[]): Promise<{ id: string; secret: string }[]> {
    const keys: { id: string; secret: string }[] = [];
    for (let from = 0; from < overs.length; from += ISSUES_AT_ONCE) {
      const few = overs.slice(from, from + ISSUES_AT_ONCE);
      keys.push(...(await Promise.all(few.map((over) => this.issue(over)))));
    }
    return keys;
  }

  async #ask(method: string, path: string, body: string | undefined): Promise<RestAnswer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
  }
}
