import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@keybrake/database/testing";
import { createPrivateKeyFile, createSealingKeyPair, type SealingKeyPair } from "@keybrake/vault";
import pg from "pg";
import type { AdminEnv } from "../env.ts";

/** A machine of a test's own: a migrated database, a data folder, a sealing key file with one key, ports nobody uses. */
export interface TestMachine {
  readonly env: AdminEnv;
  readonly database: TestDatabase;
  readonly key: SealingKeyPair;
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** A credential of a new organization, sealed (as far as anybody can tell from outside) to that key id. */
  addCredential(sealingKeyId: string): Promise<void>;
  remove(): Promise<void>;
}

export async function createTestMachine(): Promise<TestMachine> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "keybrake-admin-"));
  const sealingPrivateKeyFile = join(dataFolder, "sealing-private-key");
  const key = createSealingKeyPair();
  await createPrivateKeyFile(sealingPrivateKeyFile, [key]);
  const pool = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  const query: TestMachine["query"] = async (sql, values = []) => (await pool.query(sql, [...values])).rows;
  const env: AdminEnv = {
    databaseUrl: database.ownerUrl,
    proxyDatabaseUrl: null,
    dataFolder,
    sealingPrivateKeyFile,
    sealingPublicKey: null,
    bind: "127.0.0.1",
    tls: false,
    ports: { dashboard: 46_001, proxy: 46_002, proxyAdmin: 46_003, sandbox: 46_004 },
  };
  return {
    env,
    database,
    key,
    query,
    addCredential: async (sealingKeyId) => {
      await query(
        `WITH o AS (INSERT INTO organization (id, name) VALUES (gen_random_uuid(), 'Acme') RETURNING id)
         INSERT INTO credential (organization_id, id, vendor, label, mode, last4, origin, attachment, sealing_key_id,
           sealed, created_by)
         SELECT id, gen_random_uuid(), 'stripe', 'x', 'test', 'abcd', 'https://api.stripe.com', 'bearer', $1, '\\x00', 'test'
         FROM o`,
        [sealingKeyId],
      );
    },
    remove: async () => {
      await pool.end();
      await database.drop();
      await rm(dataFolder, { recursive: true });
    },
  };
}
