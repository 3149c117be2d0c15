import pg from "pg";
import { ACTIVITY_CHANNEL, CALLS_CHANNEL, EVERY_ORGANIZATION, REVOKED_CHANNEL } from "./channels.ts";

/** That there is something new to ask for; never what it is, so that asking is judged as always. */
export interface LiveChange {
  /** `missed`: the connection was away, so anything may have changed. */
  readonly kind: "calls" | "revoked" | "activity" | "missed";
}

export type LiveListener = (change: LiveChange) => void;

const RETRY_MS = 1_000;
/** A connection that a firewall has forgotten says nothing, so it is asked. */
const PROBE_MS = 30_000;
const PROBE_TIMEOUT_MS = 5_000;

const KINDS: Readonly<Record<string, LiveChange["kind"]>> = {
  [CALLS_CHANNEL]: "calls",
  [REVOKED_CHANNEL]: "revoked",
  [ACTIVITY_CHANNEL]: "activity",
};

export interface LiveFeedOptions {
  /** Any login of the database: what is announced are ids of organizations and nothing of theirs. */
  readonly connectionString: string;
  readonly onError: (error: Error) => void;
}

/**
 * Tells a dashboard process what its screens should ask for anew, over one connection however many screens there are and
 * however many processes. The connection is made when somebody listens, and made again when it breaks.
 */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #listeners = new Map<string, Set<LiveListener>>();
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isRunning = false;
  #isClosed = false;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
  }

  /** Calls back on every change in the organization until the returned function is called. */
  subscribe(organizationId: string, listener: LiveListener): () => void {
    const listeners = this.#listeners.get(organizationId) ?? new Set();
    this.#listeners.set(organizationId, listeners);
    // Its own, so that the same function given twice is called twice and taken off once.
    const own: LiveListener = (change) => listener(change);
    listeners.add(own);
    if (this.#client === null && !this.#isRunning) this.#schedule(0);
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(organizationId) === listeners) {
        this.#listeners.delete(organizationId);
      }
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#client?.end().catch(() => undefined);
  }

  #schedule(delayMs: number): void {
    if (this.#isClosed) return;
    this.#isRunning = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#round().then(
        () => this.#schedule(PROBE_MS),
        (error: unknown) => {
          this.#options.onError(new Error("the live feed failed", { cause: error }));
          this.#schedule(RETRY_MS);
        },
      );
    }, delayMs);
    this.#timer.unref();
  }

  async #round(): Promise<void> {
    const client = this.#client;
    if (client === null) return this.#listen();
    try {
      await client.query("SELECT 1");
    } catch (error) {
      this.#drop(client);
      throw error;
    }
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.connectionString,
      application_name: "keybrake live feed",
      connectionTimeoutMillis: PROBE_TIMEOUT_MS,
      query_timeout: PROBE_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on("error", () => this.#drop(client));
    client.on("end", () => this.#drop(client));
    client.on("notification", ({ channel, payload }) => this.#hear(channel, payload ?? ""));
    try {
      await client.connect();
      await client.query(`LISTEN ${CALLS_CHANNEL}; LISTEN ${REVOKED_CHANNEL}; LISTEN ${ACTIVITY_CHANNEL}`);
    } catch (error) {
      client.connection.stream.destroy();
      throw error;
    }
    if (this.#isClosed) return void (await client.end());
    this.#client = client;
    // Also the first time: what came between subscribing and listening was heard by nobody.
    this.#tellAll({ kind: "missed" });
  }

  #drop(client: pg.Client): void {
    // Politely ending it would wait for an answer that may never come.
    client.connection.stream.destroy();
    if (this.#client !== client) return;
    this.#client = null;
    this.#schedule(RETRY_MS);
  }

  #hear(channel: string, payload: string): void {
    const kind = KINDS[channel];
    if (kind === undefined) return;
    const words = payload.split(" ");
    // On the calls' channel every word is an organization, on the others only the first.
    for (const organizationId of kind === "calls" ? words : words.slice(0, 1)) {
      if (organizationId === EVERY_ORGANIZATION) this.#tellAll({ kind });
      else this.#tell(this.#listeners.get(organizationId), { kind });
    }
  }

  #tellAll(change: LiveChange): void {
    for (const listeners of [...this.#listeners.values()]) this.#tell(listeners, change);
  }

  #tell(listeners: ReadonlySet<LiveListener> | undefined, change: LiveChange): void {
    for (const listener of [...(listeners ?? [])]) {
      try {
        listener(change);
      } catch (error) {
        this.#options.onError(new Error("a live listener failed", { cause: error }));
      }
    }
  }
}
