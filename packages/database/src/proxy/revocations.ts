import pg from "pg";

type Listener = (revoked: { organizationId: string; vaultKeyId: string }) => void;

/** Milliseconds between two polls, and after a lost connection before the next try. */
const POLL_MS = 1_000;
/** A poll looks this far behind the newest one seen: a revocation commits a little after the time that it carries. */
const OVERLAP_MS = 10_000;

/** Tells of revocations as they are committed: NOTIFY within milliseconds, a poll each second in case one was lost. */
export class RevocationFeed {
  readonly #listeners: Listener[] = [];
  readonly #pool: pg.Pool;
  readonly #connectionString: string;
  readonly #onError: (error: Error) => void;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #since = new Date(Date.now() - OVERLAP_MS);
  #closed = false;

  constructor(options: { pool: pg.Pool; connectionString: string; onError: (error: Error) => void }) {
    this.#pool = options.pool;
    this.#connectionString = options.connectionString;
    this.#onError = options.onError;
    this.#schedule(0);
  }

  onRevoked(listener: Listener): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  #schedule(delayMs: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#round()
        .catch((error: unknown) => this.#onError(new Error("the revocation feed failed", { cause: error })))
        .finally(() => this.#schedule(POLL_MS));
    }, delayMs);
    this.#timer.unref();
  }

  async #round(): Promise<void> {
    if (this.#client === null) await this.#listen();
    const { rows } = await this.#pool.query<{
      organization_id: string;
      vault_key_id: string;
      revoked_at: Date;
    }>("SELECT * FROM revocations_since_v1($1)", [this.#since]);
    for (const row of rows) this.#tell(row.organization_id, row.vault_key_id);
    const newest = rows.at(-1)?.revoked_at;
    if (newest !== undefined) {
      this.#since = new Date(Math.max(this.#since.getTime(), newest.getTime() - OVERLAP_MS));
    }
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#connectionString,
      application_name: "keybrake revocations",
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    const lost = () => {
      if (this.#client === client) this.#client = null;
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => {
      const [organizationId, vaultKeyId] = (payload ?? "").split(" ");
      if (organizationId !== undefined && vaultKeyId !== undefined) this.#tell(organizationId, vaultKeyId);
    });
    await client.connect();
    await client.query("LISTEN keybrake_revoked");
    this.#client = client;
  }

  #tell(organizationId: string, vaultKeyId: string): void {
    for (const listener of this.#listeners) listener({ organizationId, vaultKeyId });
  }
}
