import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AppDatabase, createAppDatabase } from "./app-database.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";
import { type FixtureKey, LedgerFixture } from "./testing/fixtures.ts";

let database: TestDatabase;
let acme: LedgerFixture;
let rival: LedgerFixture;
let acmeKey: FixtureKey;
let rivalKey: FixtureKey;
let app: AppDatabase;
const pools: pg.Pool[] = [];

function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString });
  // The database is dropped while idle connections are still closing.
  pool.on("error", () => undefined);
  pools.push(pool);
  return pool;
}

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await LedgerFixture.create(database.superuserUrl);
  rival = await LedgerFixture.create(database.superuserUrl);
  acmeKey = await acme.key({ daily: 1n });
  rivalKey = await rival.key({ daily: 1n });
  app = createAppDatabase({ connectionString: database.appUrl, onError: () => undefined });
});

afterAll(async () => {
  await app.close();
  await Promise.all([...pools.map((pool) => pool.end()), acme.close(), rival.close()]);
  await database.drop();
});

const tenantTables = `
  SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
    (SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
      WHERE i.indrelid = c.oid AND i.indisprimary) AS leading
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`;

describe("every table", () => {
  test("has row-level security, forced", async () => {
    const { rows } = await acme.pool.query<{ name: string; forced: boolean }>(tenantTables);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ forced }) => !forced)).toEqual([]);
  });

  test("with an organization has it first in its primary key", async () => {
    const { rows } = await acme.pool.query<{ name: string; leading: string }>(
      `${tenantTables} AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id')
       AND c.relname <> 'token_lookup'`,
    );
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter(({ leading }) => leading !== "organization_id")).toEqual([]);
  });
});

describe("every function", () => {
  test("is callable by nobody whom no migration named", async () => {
    const { rows } = await acme.pool.query(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) a WHERE a.grantee = 0))`,
    );
    expect(rows).toEqual([]);
  });

  test("that runs with its owner's rights pins its search path", async () => {
    const { rows } = await acme.pool.query(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
         AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=%', false)`,
    );
    expect(rows).toEqual([]);
  });
});

describe("the dashboard's role", () => {
  test("sees one organization's rows, and none without one", async () => {
    const keys = await app.withOrganization(acmeKey.organizationId, (tx) => tx.vaultKey.findMany());
    expect(keys.map(({ id }) => id)).toEqual([acmeKey.vaultKeyId]);
    expect(await app.unscoped.$queryRaw`SELECT * FROM vault_key`).toEqual([]);
  });

  test("cannot write a counter, a cap or a revocation, nor make a key but through the function", async () => {
    for (const statement of [
      "UPDATE key_ledger SET run_spent_micros = 0",
      "UPDATE key_ledger SET revoked_at = NULL",
      "UPDATE key_ledger SET daily_cap_micros = 1",
      "DELETE FROM call",
      "UPDATE call SET cost_micros = 0",
      "INSERT INTO token_lookup VALUES (sha256('x'), 'vault_key', gen_random_uuid(), gen_random_uuid())",
      "SELECT * FROM token_lookup",
      "SELECT * FROM app_user",
      "SELECT * FROM user_session",
      "SELECT * FROM user_account",
      "SELECT * FROM set_up_code",
      "SELECT * FROM sign_in_throttle",
      "SELECT token_hash FROM invitation",
      "UPDATE invitation SET accepted_at = NULL",
      "UPDATE member SET role = 'owner'",
      "DELETE FROM member",
      "INSERT INTO service_token (organization_id, id) VALUES (gen_random_uuid(), gen_random_uuid())",
    ]) {
      await expect(poolOf(database.appUrl).query(statement), statement).rejects.toMatchObject({
        code: "42501",
      });
    }
  });

  test("cannot read a sealed secret", async () => {
    await expect(poolOf(database.appUrl).query("SELECT sealed FROM credential")).rejects.toMatchObject({
      code: "42501",
    });
  });

  test("cannot revoke another organization's key, whatever id it names", async () => {
    const attempts = [rivalKey.organizationId, acmeKey.organizationId].map((organizationId) =>
      app.withOrganization(acmeKey.organizationId, (tx) => {
        return tx.$queryRaw<{ at: Date | null }[]>`
          SELECT revoke_vault_key_v1(${organizationId}::uuid, ${rivalKey.vaultKeyId}::uuid) AS at`;
      }),
    );
    const [foreign, own] = await Promise.allSettled(attempts);
    expect(foreign?.status).toBe("rejected");
    expect(own).toMatchObject({ status: "fulfilled", value: [{ at: null }] });
    const { rows } = await rival.pool.query("SELECT revoked_at FROM key_ledger WHERE vault_key_id = $1", [
      rivalKey.vaultKeyId,
    ]);
    expect(rows).toEqual([{ revoked_at: null }]);
  });
});

describe("every function that takes an organization", () => {
  test("works for the one of its transaction and no other, whatever the dashboard asks", async () => {
    const { rows } = await acme.pool.query<{ name: string; nulls: string }>(
      `SELECT p.proname AS name, coalesce((
         SELECT string_agg(', NULL::' || format_type(t, NULL), '' ORDER BY o)
         FROM unnest(p.proargtypes) WITH ORDINALITY AS a(t, o) WHERE o > 1), '') AS nulls
       FROM pg_proc p
       WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.proargnames[1] = 'p_organization_id'
         AND has_function_privilege('keybrake_app', p.oid, 'EXECUTE')`,
    );
    expect(rows.length).toBeGreaterThan(10);
    const client = await poolOf(database.appUrl).connect();
    for (const { name, nulls } of rows) {
      await client.query("BEGIN");
      await client.query("SELECT set_config('keybrake.organization_id', $1, true)", [acmeKey.organizationId]);
      const call = client.query(`SELECT * FROM ${name}($1${nulls})`, [rivalKey.organizationId]);
      await expect(call, name).rejects.toMatchObject({ code: "KB003" });
      await client.query("ROLLBACK");
    }
    client.release();
  });
});

describe("the proxy's role", () => {
  test("may call its functions and touch no table", async () => {
    const pool = poolOf(database.proxyUrl);
    for (const table of ["vault_key", "call", "credential", "token_lookup", "key_ledger", "audit_log"]) {
      await expect(pool.query(`SELECT * FROM ${table}`), table).rejects.toMatchObject({ code: "42501" });
    }
    await expect(pool.query("SELECT find_vault_key_v1('x')")).resolves.toBeDefined();
  });

  test("cannot bring its own clock", async () => {
    const arrays = "NULL, ".repeat(25).slice(0, -2);
    await expect(
      poolOf(database.proxyUrl).query(`SELECT hold_at_v1(now(), ${arrays})`),
    ).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("the operator's role", () => {
  test("reads the audit log across organizations and writes nothing", async () => {
    const pool = poolOf(database.operatorUrl);
    await expect(pool.query("SELECT * FROM audit_log")).resolves.toBeDefined();
    await expect(pool.query("DELETE FROM call")).rejects.toMatchObject({ code: "42501" });
    const { rows } = await pool.query("SELECT id FROM vault_key");
    expect(rows).toHaveLength(2);
  });
});
