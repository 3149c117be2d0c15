import pg from "pg";
import { checkReady } from "../proxy/readiness.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Asks, as the proxy would before it serves: does Postgres keep what it commits, and may this role call the ledger?
 * @param proxyUrl a login with the rights of `keybrake_proxy`
 * @throws with a sentence for the operator
 */
export async function checkProxyRole(proxyUrl: string): Promise<void> {
  const pool = new pg.Pool({
    connectionString: proxyUrl,
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
