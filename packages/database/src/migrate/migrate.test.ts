import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "migration.sql"), sql);
}

/** The template is migrated already; these tests bring migrations of their own. */
async function emptyDatabase(): Promise<void> {
  await query("DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION keybrake_owner");
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
  test("leaves a database alone that is at the newest migration", async () => {
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });

  test("sends a function's body whole, semicolons and all", async () => {
    await emptyDatabase();
    await addMigration(
      "20250101000000_function",
      "CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 1; END $$;",
    );
    expect(await migrate(database.ownerUrl, folder)).toEqual(["20250101000000_function"]);
    expect(await query("SELECT one()")).toEqual([{ one: 1 }]);
  });

  test("leaves nothing of a migration that fails, says why, and applies it once it is mended", async () => {
    await emptyDatabase();
    await addMigration(
      "20250101000000_half",
      "CREATE TABLE half (id int); CREATE TABLE broken (id nonsense);",
    );
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow('type "nonsense" does not exist');
    expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);

    await addMigration("20250101000000_half", "CREATE TABLE half (id int);");
    expect(await migrate(database.ownerUrl, folder)).toEqual(["20250101000000_half"]);
  });

  test("applies each migration once when several start at the same time", async () => {
    await emptyDatabase();
    await addMigration("20250101000000_slow", "CREATE TABLE slow (id int); SELECT pg_sleep(1);");
    const starters = [0, 0, 500].map(async (waitMs) => {
      // The last one comes in the middle of a migration, which must not look like one that failed.
      await sleep(waitMs);
      return migrate(database.ownerUrl, folder);
    });
    const applied = await Promise.all(starters);
    expect(applied.flat()).toEqual(["20250101000000_slow"]);
  });

  test("refuses to go on when an applied migration was edited", async () => {
    await emptyDatabase();
    await addMigration("20250101000000_first", "CREATE TABLE first (id int);");
    await migrate(database.ownerUrl, folder);
    await addMigration("20250101000000_first", "CREATE TABLE first (id bigint);");
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow("20250101000000_first");
  });
});
