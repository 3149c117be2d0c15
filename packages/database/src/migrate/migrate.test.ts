import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { migrate } from "./migrate.ts";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "keybrake-migrations-"));
  await writeFile(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

async function _addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "migration.sql"), sql);
}

/** An empty database: the template's is migrated already. */
async function _emptyDatabase(): Promise<void> {
  await query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrate", () => {
  test("the template is at the newest migration of the repository", async () => {
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });
});
