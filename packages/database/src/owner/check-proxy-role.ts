import pg from "pg";
import { roleUrl } from "../connection.ts";
import { checkReady } from "../proxy/readiness.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Asks, as the proxy would before it serves: does Postgres keep what it commits, and may this role call the ledger?
 * @param databaseUrl a login that is `keybrake_proxy` or a member of it
 * @throws with a sentence for the operator
 */
export async function checkProxyRole(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({
    connectionString: roleUrl(databaseUrl, "keybrake_proxy"),
    max: 1,
    application_name: "keybrake command",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  pool.on("error", () => {});
  try {
    await checkReady(pool);
  } finally {
    await pool.end();
  }
}
