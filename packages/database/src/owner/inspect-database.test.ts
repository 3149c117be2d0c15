import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrationStatus } from "../migrate/migration-status.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { checkProxyRole } from "./check-proxy-role.ts";
import { createOrganizationWithOwner } from "./create-organization.ts";
import { inspectDatabase } from "./inspect-database.ts";
import { findRoleFaults } from "./role-rights.ts";
import { countCredentialsBySealingKey } from "./sealing-keys-in-use.ts";

let database: TestDatabase;
let superuser: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new pg.Pool({ connectionString: database.superuserUrl });
});

afterAll(async () => {
  await superuser.end();
  await database.drop();
});

/** Breaks something of this database, looks, and mends it again. */
async function whileBroken<T>(damage: string, repair: string, look: () => Promise<T>): Promise<T> {
  await superuser.query(damage);
  try {
    return await look();
  } finally {
    await superuser.query(repair);
  }
}

test("a freshly migrated database has no fault", async () => {
  const facts = await inspectDatabase(database.ownerUrl);
  expect(facts).toMatchObject({ unprotectedTables: [], roleFaults: [] });
  expect(facts.serverVersion).toMatch(/^\d+(\.\d+)?$/);
  expect(Math.abs(facts.clockAheadMs)).toBeLessThan(1_000);
  expect(await migrationStatus(database.ownerUrl)).toEqual({
    pending: [],
    failed: [],
    edited: [],
    unknown: [],
  });
  for (const login of [database.proxyUrl, database.ownerUrl]) await checkProxyRole(login);
});

test.each([
  ["DISABLE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"],
  ["NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"],
])("a table after %s is named", async (damage, repair) => {
  const look = () => inspectDatabase(database.ownerUrl);
  const facts = await whileBroken(
    `ALTER TABLE credential ${damage}`,
    `ALTER TABLE credential ${repair}`,
    look,
  );
  expect(facts.unprotectedTables).toEqual(["credential"]);
});

test.each([
  ["SELECT ON credential", "keybrake_proxy", "keybrake_proxy may SELECT credential"],
  ["SELECT (sealed) ON credential", "keybrake_proxy", "keybrake_proxy may SELECT credential"],
  ["UPDATE (revoked_at) ON key_ledger", "keybrake_app", "keybrake_app may UPDATE key_ledger"],
  ["INSERT ON token_lookup", "keybrake_app", "keybrake_app may INSERT token_lookup"],
  ["DELETE ON activity", "keybrake_app", "keybrake_app may DELETE activity"],
  ["UPDATE ON call_default", "keybrake_app", "keybrake_app may UPDATE call"],
  ["TRUNCATE ON member", "keybrake_app", "keybrake_app may TRUNCATE member"],
  ["SELECT (sealed) ON credential", "keybrake_app", "keybrake_app may read sealed credentials"],
  ["SELECT ON user_session", "keybrake_app", "keybrake_app may SELECT user_session"],
  ["UPDATE (role) ON member", "keybrake_app", "keybrake_app may UPDATE member"],
  ["SELECT (token_hash) ON invitation", "keybrake_app", "keybrake_app may read the tokens of invitations"],
  ["SELECT ON credential", "keybrake_operator", "keybrake_operator may SELECT credential"],
  ["DELETE ON call", "keybrake_operator", "keybrake_operator may DELETE call"],
  ["SELECT ON _prisma_migrations", "keybrake_app", "keybrake_app may SELECT _prisma_migrations"],
])("a right too many is named: %s for %s", async (right, role, sentence) => {
  const look = () => inspectDatabase(database.ownerUrl);
  const facts = await whileBroken(`GRANT ${right} TO ${role}`, `REVOKE ${right} FROM ${role}`, look);
  expect(facts.roleFaults).toEqual([sentence]);
});

test("a right given to everybody is named for every role that it reaches", async () => {
  const look = () => inspectDatabase(database.ownerUrl);
  const facts = await whileBroken(
    "GRANT SELECT ON token_lookup TO PUBLIC",
    "REVOKE SELECT ON token_lookup FROM PUBLIC",
    look,
  );
  expect(facts.roleFaults).toEqual([
    "keybrake_app may SELECT token_lookup",
    "keybrake_operator may SELECT token_lookup",
    "keybrake_proxy may SELECT token_lookup",
  ]);
});

test.each([
  "ALTER ROLE keybrake_proxy BYPASSRLS",
  "ALTER ROLE keybrake_app SUPERUSER",
  "GRANT keybrake_operator TO keybrake_app",
])("a role that passes over its grants is named: %s", async (damage) => {
  // Roles are the whole server's: what is rolled back, the other databases' tests never see.
  const client = await superuser.connect();
  await client.query(`BEGIN; ${damage}`);
  const faults = await findRoleFaults(client);
  await client.query("ROLLBACK");
  client.release();
  expect(faults[0]).toMatch(/^keybrake_(proxy|app) has rights of its own or of another role/);
});

test("a function that everybody may call, and one that trusts the caller's search_path, are named", async () => {
  const look = () => inspectDatabase(database.ownerUrl);
  const open = await whileBroken(
    "GRANT EXECUTE ON FUNCTION find_service_token_v1 TO PUBLIC",
    "REVOKE EXECUTE ON FUNCTION find_service_token_v1 FROM PUBLIC",
    look,
  );
  expect(open.roleFaults).toEqual(["everybody may call find_service_token_v1(bytea)"]);
  const loose = await whileBroken(
    "ALTER FUNCTION find_service_token_v1 RESET search_path",
    "ALTER FUNCTION find_service_token_v1 SET search_path = public, pg_temp",
    look,
  );
  expect(loose.roleFaults).toEqual([
    "find_service_token_v1(bytea) runs as its owner without a search_path of its own",
  ]);
});

test("the proxy's role is refused where commits do not wait for the disk, and where it may not call the ledger", async () => {
  const name = new URL(database.proxyUrl).pathname.slice(1);
  const look = () => checkProxyRole(database.ownerUrl);
  const damage = `ALTER DATABASE ${name} SET synchronous_commit = off`;
  await expect(whileBroken(damage, `ALTER DATABASE ${name} RESET ALL`, look)).rejects.toThrow(
    /synchronous_commit/,
  );
  const revoke = "REVOKE EXECUTE ON FUNCTION hold_v1 FROM keybrake_proxy";
  const grant = "GRANT EXECUTE ON FUNCTION hold_v1 TO keybrake_proxy";
  await expect(whileBroken(revoke, grant, look)).rejects.toThrow(/ledger/);
});

test("a migration that is not applied, and one that only a newer version knows, are named", async () => {
  const [newest] = (
    await superuser.query<{ name: string }>("SELECT max(migration_name) AS name FROM _prisma_migrations")
  ).rows;
  const rename = (from: string, to: string) =>
    `UPDATE _prisma_migrations SET migration_name = '${to}' WHERE migration_name = '${from}'`;
  const [from, to] = [newest?.name ?? "", "29990101000000_from_the_future"];
  const status = await whileBroken(rename(from, to), rename(to, from), () =>
    migrationStatus(database.ownerUrl),
  );
  expect(status).toMatchObject({ pending: [from], unknown: [to] });
});

test("credentials are counted by sealing key over all organizations, disabled ones too", async () => {
  expect(await countCredentialsBySealingKey(database.ownerUrl)).toEqual(new Map());
  for (const keyId of ["old", "old", "new"]) {
    const hash = createHash("sha256").update(randomBytes(16)).digest();
    const made = await createOrganizationWithOwner(database.ownerUrl, {
      name: "Acme",
      zone: "UTC",
      owner: { email: "owner@example.com", passwordHash: "$argon2id$", confirm: () => Promise.resolve(true) },
      serviceToken: { label: "init", scopes: [], hash, last4: "abcd" },
    });
    if (!made.ok) throw new Error(made.code);
    await superuser.query(
      `INSERT INTO credential (organization_id, id, vendor, label, mode, last4, origin, attachment, sealing_key_id, sealed,
         created_by, disabled_at)
       VALUES ($1, gen_random_uuid(), 'stripe', 'x', 'test', 'abcd', 'https://api.stripe.com', 'bearer', $2, '\\x00', 'test', now())`,
      [made.organizationId, keyId],
    );
  }
  expect(await countCredentialsBySealingKey(database.ownerUrl)).toEqual(
    new Map([
      ["new", 1],
      ["old", 2],
    ]),
  );
});
