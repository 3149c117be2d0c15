import { z } from "zod";

const entrySchema = z.object({
  seq: z.number(),
  /** When its headers had arrived. */
  received_at: z.coerce.date(),
  method: z.string(),
  path: z.string(),
  credential_last4: z.string().nullable(),
  header_names: z.array(z.string()),
  idempotency_key: z.string().nullable(),
  amount_minor: z.number().nullable(),
  status: z.number().nullable(),
  object_id: z.string().nullable(),
  executed: z.boolean(),
  replayed: z.boolean(),
});

const pageSchema = z.object({ data: z.array(entrySchema), has_more: z.boolean(), next_since: z.number() });

export type Arrival = z.output<typeof entrySchema>;

/** The sandbox's own log: what really arrived at the vendor, whatever the proxy believes. */
export class SandboxWitness {
  readonly #url: string;

  constructor(url: string) {
    this.#url = `${url}/_sandbox`;
  }

  /** A place in the log; `since` it answers what arrived later. */
  async mark(): Promise<number> {
    const page = await this.#page(Number.MAX_SAFE_INTEGER);
    return page.next_since;
  }

  async since(mark: number): Promise<readonly Arrival[]> {
    const arrivals: Arrival[] = [];
    for (let since = mark; ; ) {
      const page = await this.#page(since);
      arrivals.push(...page.data);
      if (!page.has_more) return arrivals;
      since = page.next_since;
    }
  }

  /** Arms a fault for the next requests; the sandbox's documentation lists them. */
  async arm(scenario: Record<string, unknown>): Promise<void> {
    const response = await fetch(`${this.#url}/scenario`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ vendor: "stripe", ...scenario }),
    });
    if (!response.ok) throw new Error(`the sandbox refused the scenario: ${await response.text()}`);
  }

  async disarm(): Promise<void> {
    await fetch(`${this.#url}/scenario`, { method: "DELETE" });
  }

  async #page(since: number): Promise<z.output<typeof pageSchema>> {
    const response = await fetch(`${this.#url}/log?limit=10000&since=${since}`);
    return pageSchema.parse(await response.json());
  }
}
