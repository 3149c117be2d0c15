import { LedgerUnavailable } from "@keybrake/ledger";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { callUnder, type FixtureKey, LedgerFixture } from "../testing/fixtures.ts";
import { createProxyDatabase } from "./create-proxy-database.ts";
import type { ProxyDatabase } from "./proxy-database.ts";

let database: TestDatabase;
let fixture: LedgerFixture;
let rival: LedgerFixture;
const proxies = new Set<ProxyDatabase>();

const connect = async ({ errors = [] }: { errors?: Error[] } = {}) => {
  const proxy = await createProxyDatabase({
    connectionString: database.proxyUrl,
    timeoutMs: 800,
    mixOrganizations: true,
    onError: (error) => errors.push(error),
  });
  proxies.add(proxy);
  return proxy;
};

/** Ends a proxy; what was in doubt has been voided then. */
const disconnect = async (proxy: ProxyDatabase) => {
  proxies.delete(proxy);
  await proxy.close();
};

beforeAll(async () => {
  database = await createTestDatabase();
  fixture = await LedgerFixture.create(database.superuserUrl);
  rival = await LedgerFixture.create(database.superuserUrl);
});

afterAll(async () => {
  await Promise.all([...proxies].map((proxy) => proxy.close()));
  await Promise.all([fixture.close(), rival.close()]);
  await database.drop();
});

const counters = async (key: FixtureKey) => {
  const { rows } = await fixture.pool.query(
    "SELECT run_held_micros::text AS held, run_spent_micros::text AS spent FROM key_ledger WHERE vault_key_id = $1",
    [key.vaultKeyId],
  );
  return rows[0];
};

const states = async (key: FixtureKey) => {
  const { rows } = await fixture.pool.query(
    "SELECT state, count(*)::int AS count FROM call WHERE vault_key_id = $1 GROUP BY state ORDER BY state",
    [key.vaultKeyId],
  );
  return Object.fromEntries(rows.map((row: { state: string; count: number }) => [row.state, row.count]));
};

describe("the ledger on Postgres", () => {
  test("admits exactly what the cap has room for when two proxies race", async () => {
    const key = await fixture.key({ daily: 500n });
    const both = [await connect(), await connect()];
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, index) => both[index % 2]?.ledger.hold(callUnder(key, 10n))),
    );
    expect(results.filter((result) => result?.verdict === "allowed")).toHaveLength(50);
    expect(await counters(key)).toEqual({ held: "500", spent: "0" });
  });

  test.each([
    ["a text with a NUL", { userAgent: "a\u0000b" }, "22021"],
    ["a request that is not JSON", { request: '{"amount": ' }, "22P02"],
    ["a key that there is not", { vaultKeyId: uuidv7() }, "KB002"],
  ])("refuses a call with %s, and no other call of its batch", async (_, bad, code) => {
    const [key, other, foreign] = await Promise.all([
      fixture.key({ daily: 500n }),
      fixture.key({ daily: 500n }),
      rival.key({ daily: 500n }),
    ]);
    const errors: Error[] = [];
    const proxy = await connect({ errors });
    const refused = callUnder(key, 10n, bad);
    // The first goes alone, so the rest arrive while it is in flight and share a batch.
    const batch = [key, key, foreign, other].map((each) => callUnder(each, 10n));
    batch.splice(2, 0, refused);
    batch.push(...[key, foreign].map((each) => callUnder(each, 10n)));
    const attempts = await Promise.allSettled(batch.map((call) => proxy.ledger.hold(call)));
    const failed = attempts.flatMap((attempt, index) => (attempt.status === "rejected" ? [index] : []));
    expect(failed).toEqual([2]);
    expect(attempts[2]).toMatchObject({ reason: { name: "LedgerUnavailable", cause: { code } } });
    for (const [each, held] of [
      [key, "30"],
      [other, "10"],
      [foreign, "20"],
    ] as const) {
      expect(await counters(each)).toMatchObject({ held });
    }
    // It was not committed, and nobody is in doubt of that or tries to void it.
    await disconnect(proxy);
    expect(errors).toEqual([]);
    const { rows } = await fixture.pool.query("SELECT state FROM call WHERE id = $1", [refused.id]);
    expect(rows).toEqual([]);
  });

  test("gives back a hold whose answer was lost", async () => {
    const key = await fixture.key({ daily: 500n });
    const proxy = await connect();
    await proxy.ledger.hold(callUnder(key, 10n));
    // Every backend of the proxy's login dies while a hold waits for a lock: nobody can tell whether it committed.
    const blocker = await fixture.pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("SELECT FROM key_ledger WHERE vault_key_id = $1 FOR UPDATE", [key.vaultKeyId]);
    const lost = proxy.ledger.hold(callUnder(key, 10n)).catch((error: unknown) => error);
    await expect
      .poll(async () => {
        const { rows } = await fixture.pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'keybrake patient holds' AND wait_event_type = 'Lock' AND datname = current_database()`,
        );
        return rows.length;
      })
      .toBe(1);
    await blocker.query("ROLLBACK");
    blocker.release();
    expect(await lost).toBeInstanceOf(LedgerUnavailable);
    await expect.poll(() => states(key), { timeout: 3_000 }).toEqual({ held: 1, released: 1 });
    expect(await counters(key)).toEqual({ held: "10", spent: "0" });
  });
});

describe("a proxy instance that falls silent", () => {
  test("leaves its open holds unknown and counted, and holds nothing more under its old name", async () => {
    const key = await fixture.key({ daily: 500n });
    const silent = await connect();
    const keeper = await connect();
    await silent.ledger.hold(callUnder(key, 10n));
    await fixture.pool.query(
      `UPDATE proxy_instance SET heartbeat_at = heartbeat_at - interval '1 minute'
       WHERE id = (SELECT proxy_instance_id FROM call WHERE vault_key_id = $1)`,
      [key.vaultKeyId],
    );
    expect(await keeper.reapDeadInstances()).toBe(1);
    expect(await states(key)).toEqual({ unknown: 1 });
    expect(await counters(key)).toEqual({ held: "10", spent: "0" });
    await expect(silent.ledger.hold(callUnder(key, 10n))).rejects.toBeInstanceOf(LedgerUnavailable);
    await silent.heartbeat();
    expect((await silent.ledger.hold(callUnder(key, 10n))).verdict).toBe("allowed");
  });
});

describe("readiness", () => {
  test("is refused while a setting would let an acknowledged hold be lost", async () => {
    const proxy = await connect();
    await expect(proxy.checkReady()).resolves.toBeUndefined();
    const name = new URL(database.superuserUrl).pathname.slice(1);
    await fixture.pool.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    const careless = await connect();
    await expect(careless.checkReady()).rejects.toThrow("synchronous_commit");
    await fixture.pool.query(`ALTER DATABASE ${name} RESET synchronous_commit`);
  });
});

describe("the keeper", () => {
  test("runs a due job in one process only, and not again before its time", async () => {
    const both = [await connect(), await connect()];
    let runs = 0;
    const job = { kind: "test", everySeconds: 60 };
    const work = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await Promise.all(both.map((proxy) => proxy.asKeeper(job, work)));
    await both[0]?.asKeeper(job, work);
    expect(runs).toBe(1);
  });

  test("makes partitions ahead, with row-level security of their own", async () => {
    const proxy = await connect();
    await proxy.ensurePartitions();
    const { rows } = await fixture.pool.query(
      `SELECT count(*)::int AS count, bool_and(c.relforcerowsecurity) AS forced
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'call'::regclass`,
    );
    expect(rows).toEqual([{ count: 5, forced: true }]);
  });
});

test("a revocation reaches a listening proxy", async () => {
  const key = await fixture.key({ daily: 500n });
  const proxy = await connect();
  const heard = new Promise((resolve) => proxy.onRevoked(({ vaultKeyId }) => resolve(vaultKeyId)));
  await fixture.pool.query("UPDATE key_ledger SET revoked_at = clock_timestamp() WHERE vault_key_id = $1", [
    key.vaultKeyId,
  ]);
  await expect(heard).resolves.toBe(key.vaultKeyId);
});
