import pg from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { callUnder, type FixtureKey, LedgerFixture } from "../testing/fixtures.ts";
import { holdBatch } from "./hold-batch.ts";
import { Voiding } from "./voiding.ts";

let database: TestDatabase;
let fixture: LedgerFixture;
let queries: pg.Pool;
const instance = { id: uuidv7() };

beforeAll(async () => {
  database = await createTestDatabase();
  fixture = await LedgerFixture.create(database.superuserUrl);
  queries = new pg.Pool({ connectionString: database.proxyUrl, lock_timeout: 100 });
  await queries.query("SELECT register_instance_v1($1, 'here', 1)", [instance.id]);
});

afterAll(async () => {
  await Promise.all([queries.end(), fixture.close()]);
  await database.drop();
});

async function heldUnder({ vaultKeyId }: FixtureKey): Promise<number> {
  const { rows } = await fixture.pool.query<{ held: number }>(
    "SELECT run_held_micros::int AS held FROM key_ledger WHERE vault_key_id = $1",
    [vaultKeyId],
  );
  return rows[0]?.held ?? Number.NaN;
}

describe("commits in doubt", () => {
  test("are given back though another key's row is locked, and that key's when it is free again", async () => {
    const [stuck, free] = [await fixture.key({ daily: 1_000n }), await fixture.key({ daily: 1_000n })];
    const calls = [stuck, free, stuck, free].map((key) => callUnder(key, 10n));
    await holdBatch(queries, instance.id, calls);
    const errors: Error[] = [];
    const voiding = new Voiding({ queries, instance, onError: (error) => errors.push(error) });
    const blocker = await fixture.pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("SELECT FROM key_ledger WHERE vault_key_id = $1 FOR UPDATE", [stuck.vaultKeyId]);
    for (const call of calls) voiding.add(call);

    await vi.waitFor(async () => expect(await heldUnder(free)).toBe(0), 5_000);
    expect(await heldUnder(stuck)).toBe(20);
    expect(calls.map(({ id }) => voiding.has(id))).toEqual([true, false, true, false]);
    expect(errors).not.toEqual([]);

    await blocker.query("ROLLBACK");
    blocker.release();
    await vi.waitFor(async () => expect(await heldUnder(stuck)).toBe(0), 5_000);
    await voiding.close();
  });
});
