import type pg from "pg";

/** Settings without which an acknowledged hold could be lost (PostgreSQL manual, chapter 28, "Reliability"). */
const durabilitySettings = ["fsync", "full_page_writes", "synchronous_commit"] as const;

/**
 * Throws, with a sentence for the operator, unless Postgres answers, is a primary, keeps what it commits, and has
 * the functions that this proxy calls.
 */
export async function checkReady(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name = ANY($1)",
    [durabilitySettings],
  );
  for (const name of durabilitySettings) {
    const setting = rows.find((row) => row.name === name)?.setting ?? "unknown";
    if (setting === "off" || setting === "local") {
      throw new Error(`Postgres has ${name} = ${setting}: an acknowledged hold could be lost`);
    }
  }
  const { rows: facts } = await pool.query<{ standby: boolean; functions: boolean }>(
    `SELECT pg_is_in_recovery() AS standby,
       (SELECT count(DISTINCT proname) = 3 FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace AND proname IN ('hold_v1', 'settle_v1', 'void_v1')
           AND has_function_privilege(oid, 'EXECUTE')) AS functions`,
  );
  if (facts[0]?.standby === true) throw new Error("Postgres is a standby: it cannot record holds");
  if (facts[0]?.functions !== true) {
    throw new Error("this database lacks the ledger's functions, or this role may not call them: migrate it");
  }
}
