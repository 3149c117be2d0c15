import pg from "pg";
import { type HotQueries, isConnectionFault } from "./statement.ts";

export interface KeptConnectionOptions {
  readonly config: pg.ClientConfig;
  readonly onError: (error: Error) => void;
}

/**
 * One connection that is kept, and made anew when it breaks. A statement is written to it in the same turn, where a
 * pool hands its connection out a turn later, after the work of every call that is ready at that moment.
 */
export class KeptConnection implements HotQueries {
  readonly #options: KeptConnectionOptions;
  #client: pg.Client | null = null;
  #connecting: Promise<pg.Client> | null = null;

  constructor(options: KeptConnectionOptions) {
    this.#options = options;
  }

  /** @throws what Postgres answered, or an error that is no `DatabaseError` when it did not answer */
  async query<Row extends pg.QueryResultRow>(statement: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    const client = this.#client ?? (await this.#connect());
    try {
      return await client.query<Row>(statement);
    } catch (error) {
      // After a time-out the statement may still be running: nothing may wait behind it, or take its answer. And when
      // Postgres says that it ends the connection, what is written to it before that end would be lost with it.
      if (isConnectionFault(error)) this.#drop(client);
      throw error;
    }
  }

  async end(): Promise<void> {
    const client = this.#client ?? (await this.#connecting?.catch(() => null));
    this.#client = null;
    await client?.end();
  }

  #connect(): Promise<pg.Client> {
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client(this.#options.config);
    client.on("error", (error) => {
      this.#options.onError(error);
      this.#drop(client);
    });
    client.on("end", () => this.#drop(client));
    try {
      await client.connect();
    } catch (error) {
      this.#drop(client);
      throw error;
    }
    this.#client = client;
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
    // Politely ending it would wait for the statement that hangs.
    client.connection.stream.destroy();
  }
}
