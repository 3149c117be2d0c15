import pg from "pg";

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * Runs `work` with the rights of `keybrake_owner`, which pass over every organization: for the commands of whoever runs
 * the machine, never for a server.
 * @param databaseUrl a login that is `keybrake_owner` or a member of it
 * @throws when Postgres cannot be reached, refuses the login, or has no such role yet
 */
export async function withOwner<T>(
  databaseUrl: string,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "keybrake command",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  });
  // A server that goes away fails the query in hand; without a listener it would end the process as well.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("SET ROLE keybrake_owner");
    return await work(client);
  } finally {
    await client.end();
  }
}
