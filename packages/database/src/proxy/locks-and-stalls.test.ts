import { kill } from "node:process";
import { LedgerUnavailable, type Settlement } from "@keybrake/ledger";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { callUnder, type FixtureKey, LedgerFixture } from "../testing/fixtures.ts";
import { createProxyDatabase } from "./create-proxy-database.ts";
import type { ProxyDatabase } from "./proxy-database.ts";

let database: TestDatabase;
let fixture: LedgerFixture;
let rival: LedgerFixture;
const proxies = new Set<ProxyDatabase>();

beforeAll(async () => {
  database = await createTestDatabase();
  fixture = await LedgerFixture.create(database.superuserUrl);
  rival = await LedgerFixture.create(database.superuserUrl);
});

afterEach(async () => {
  for (const proxy of proxies) await disconnect(proxy);
});

afterAll(async () => {
  await Promise.all([fixture.close(), rival.close()]);
  await database.drop();
});

async function connect({ timeoutMs = 900, errors = [] }: { timeoutMs?: number; errors?: Error[] } = {}) {
  const proxy = await createProxyDatabase({
    connectionString: database.proxyUrl,
    timeoutMs,
    mixOrganizations: true,
    onError: (error) => errors.push(error),
  });
  proxies.add(proxy);
  return proxy;
}

/** Ends a proxy; what was in doubt has been voided then. */
async function disconnect(proxy: ProxyDatabase): Promise<void> {
  proxies.delete(proxy);
  await proxy.close();
}

/** Safe on a busy machine, and less than what waits for the lock's time-out of 250 ms takes. */
const FAST_MS = 200;
/** A second, as it is promised, and what a busy machine adds. */
const SECOND_MS = 1_500;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function counters(key: FixtureKey) {
  const { rows } = await fixture.pool.query(
    "SELECT run_held_micros::int AS held, run_spent_micros::int AS spent FROM key_ledger WHERE vault_key_id = $1",
    [key.vaultKeyId],
  );
  return rows[0];
}

/** Which calls of a key have a row, by state. */
async function callsOf(key: FixtureKey): Promise<Record<string, string[]>> {
  const { rows } = await fixture.pool.query<{ state: string; ids: string[] }>(
    "SELECT state, array_agg(id ORDER BY id) AS ids FROM call WHERE vault_key_id = $1 GROUP BY state",
    [key.vaultKeyId],
  );
  return Object.fromEntries(rows.map(({ state, ids }) => [state, ids]));
}

const keysOf = (owner: LedgerFixture, count: number) =>
  Promise.all(Array.from({ length: count }, () => owner.key({ daily: 1_000_000n })));

/** Does something while another transaction has the rows of some keys. */
async function whileLocked<T>(keys: readonly FixtureKey[], work: () => Promise<T>): Promise<T> {
  const blocker = await fixture.pool.connect();
  await blocker.query("BEGIN");
  try {
    await blocker.query("SELECT FROM key_ledger WHERE vault_key_id = ANY ($1) FOR UPDATE", [
      keys.map(({ vaultKeyId }) => vaultKeyId),
    ]);
    return await work();
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
}

/** What comes of something that the ledger may refuse, and how long that takes, in milliseconds. */
async function timed<T>(
  work: Promise<T>,
): Promise<{ readonly result: T | LedgerUnavailable; readonly tookMs: number }> {
  const startedAt = performance.now();
  const result = await work.catch((error: unknown) => {
    if (error instanceof LedgerUnavailable) return error;
    throw error;
  });
  return { result, tookMs: performance.now() - startedAt };
}

/** Does something for each of the keys again and again, until a moment; answers how long each time took. */
async function keepUp(
  keys: readonly FixtureKey[],
  until: number,
  each: (key: FixtureKey) => Promise<number>,
): Promise<readonly number[]> {
  const times = await Promise.all(
    keys.map(async (key) => {
      const took: number[] = [];
      while (performance.now() < until) took.push(await each(key));
      return took;
    }),
  );
  return times.flat();
}

const inTwoSeconds = () => performance.now() + 2_000;
/** What an agent does between two calls: not so much that a test would measure how busy the machine can get. */
const think = () => pause(10 + Math.random() * 20);

/** The times below which a share of them lies; prints them too, since the bounds here are those of a busy machine. */
function measure(what: string, times: readonly number[]): { readonly p90: number; readonly longest: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Infinity);
  const [p50, p90, p99, longest] = [at(0.5), at(0.9), at(0.99), at(1)];
  console.log(`${what}: ${times.length}, p50 ${p50} ms, p90 ${p90} ms, p99 ${p99} ms, longest ${longest} ms`);
  return { p90, longest };
}

/** A machine whose disk stalls delays a few calls; what waits for a lock delays the most of them. */
function expectFast(what: string, times: readonly number[]): void {
  const { p90, longest } = measure(what, times);
  expect(p90, what).toBeLessThan(FAST_MS);
  expect(longest, what).toBeLessThan(SECOND_MS);
}

function expectWithinASecond(what: string, times: readonly number[]): void {
  expect(measure(what, times).longest, what).toBeLessThan(SECOND_MS);
}

const settled = (key: FixtureKey, callId: string): Settlement => ({
  callId,
  organizationId: key.organizationId,
  vaultKeyId: key.vaultKeyId,
  state: "settled",
  costMicros: 1n,
  parsedMicros: 1n,
  statusCode: 200,
  transactionId: null,
  vendorRequestId: null,
  latencyMs: 1,
  replayed: false,
  object: null,
});

describe("while somebody else has one organization's key locked for two seconds", () => {
  test("calls of every other key are held at once, and the key's own are refused within a second", async () => {
    const [locked, ...own] = (await keysOf(fixture, 6)) as [FixtureKey, ...FixtureKey[]];
    const foreign = await keysOf(rival, 5);
    const proxy = await connect();
    await Promise.all([...own, ...foreign].map((key) => proxy.ledger.hold(callUnder(key, 1n))));
    const hold = async (key: FixtureKey) => {
      await think();
      const { result, tookMs } = await timed(proxy.ledger.hold(callUnder(key, 1n)));
      expect(result).toMatchObject({ verdict: "allowed" });
      return tookMs;
    };
    const beRefused = async (key: FixtureKey) => {
      const { result, tookMs } = await timed(proxy.ledger.hold(callUnder(key, 1n)));
      expect(result).toBeInstanceOf(LedgerUnavailable);
      return tookMs;
    };
    // Fifty callers of another organization, ten of the same, and five that keep asking for the locked key.
    const tenTimes = (keys: readonly FixtureKey[]) => Array.from({ length: 10 }, () => keys).flat();
    const [others, ownOthers, stuck] = await whileLocked([locked], () => {
      const until = inTwoSeconds();
      return Promise.all([
        keepUp(tenTimes(foreign), until, hold),
        keepUp([...own, ...own], until, hold),
        keepUp(Array(5).fill(locked), until - 1_000, beRefused),
      ]);
    });
    expectFast("another organization's holds", others);
    expectFast("holds of the organization's other keys", ownOthers);
    expectWithinASecond("refusals of the locked key", stuck);
    expect(await callsOf(locked)).toEqual({});
    expect((await proxy.ledger.hold(callUnder(locked, 1n))).verdict).toBe("allowed");
  }, 20_000);

  test("another organization's settlements are taken, and the key's own as soon as it is free", async () => {
    const [locked] = (await keysOf(fixture, 1)) as [FixtureKey];
    const foreign = await keysOf(rival, 20);
    const proxy = await connect();
    const call = callUnder(locked, 1n);
    await proxy.ledger.hold(call);
    /** As the proxy does: it is said until it is taken. */
    const settleOwn = async (): Promise<number> => {
      const { result } = await timed(proxy.ledger.settle(settled(locked, call.id)));
      return result instanceof LedgerUnavailable ? 1 + (await settleOwn()) : 1;
    };
    const holdAndSettle = async (key: FixtureKey) => {
      await think();
      const held = callUnder(key, 1n);
      await proxy.ledger.hold(held);
      const { result, tookMs } = await timed(proxy.ledger.settle(settled(key, held.id)));
      expect(result).toBeUndefined();
      return tookMs;
    };
    const [settling, times] = await whileLocked([locked], async () => {
      const own = settleOwn();
      const others = await keepUp(foreign, inTwoSeconds(), holdAndSettle);
      expect(await callsOf(locked)).toEqual({ held: [call.id] });
      return [{ own }, others] as const;
    });
    expectFast("another organization's settlements", times);
    for (const key of foreign) expect(Object.keys(await callsOf(key))).toEqual(["settled"]);
    const freeAt = performance.now();
    expect(await settling.own).toBeGreaterThan(1);
    expect(performance.now() - freeAt).toBeLessThan(SECOND_MS);
    expect(await callsOf(locked)).toEqual({ settled: [call.id] });
    expect(await counters(locked)).toEqual({ held: 0, spent: 1 });
  }, 20_000);

  test("no call that the lock kept out is taken for one that may have been committed", async () => {
    const [locked] = (await keysOf(fixture, 1)) as [FixtureKey];
    const errors: Error[] = [];
    const proxy = await connect({ errors });
    // More than the patient lane takes in two turns: when the first have waited, the last are too late to be sent.
    const results = await whileLocked([locked], () =>
      Promise.all(Array.from({ length: 300 }, () => timed(proxy.ledger.hold(callUnder(locked, 1n))))),
    );
    for (const { result } of results) expect(result).toBeInstanceOf(LedgerUnavailable);
    const unsent = results.filter(({ result }) => result instanceof LedgerUnavailable && !result.cause);
    expect(unsent.length).toBeGreaterThan(0);
    await disconnect(proxy);
    expect(errors).toEqual([]);
    expect(await callsOf(locked)).toEqual({});
  }, 20_000);
});

test("a call right after its key's last one waits little, though that one's settlement has the key locked", async () => {
  const keys = await keysOf(fixture, 160);
  const proxy = await connect();
  const settlements: Promise<void>[] = [];
  // One key after the other in the patient lane, these would take half a second each, and some be refused.
  const times = await keepUp(keys, inTwoSeconds(), async (key) => {
    const call = callUnder(key, 1n);
    const { result, tookMs } = await timed(proxy.ledger.hold(call));
    expect(result).toMatchObject({ verdict: "allowed" });
    await pause(2);
    settlements.push(proxy.ledger.settle(settled(key, call.id)));
    return tookMs;
  });
  await Promise.all(settlements);
  expectFast("holds right after a settlement", times);
}, 20_000);

describe("while the backend of the holds is frozen", () => {
  /** The backends that holds are sent to. */
  const holdBackends = async () => {
    const { rows } = await fixture.pool.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'keybrake holds' AND datname = current_database()",
    );
    return rows.map(({ pid }) => pid);
  };

  /** A stopped process says nothing, and its connection stays open. */
  async function whileFrozen(backend: number, work: () => Promise<void>): Promise<void> {
    kill(backend, "SIGSTOP");
    try {
      await work();
    } finally {
      kill(backend, "SIGCONT");
    }
  }

  test("every call is refused within a second, and only what was sent is in doubt", async () => {
    const [key] = (await keysOf(fixture, 1)) as [FixtureKey];
    const proxy = await connect();
    const warm = callUnder(key, 1n);
    await proxy.ledger.hold(warm);
    const [backend] = (await holdBackends()) as [number];
    const calls = [0, 100, 200, 400, 600].map((afterMs) => ({ afterMs, call: callUnder(key, 1n) }));
    const next = callUnder(key, 1n);
    const books = { held: [warm.id, next.id], released: [calls[0]?.call.id] };
    await whileFrozen(backend, async () => {
      const results = await Promise.all(
        calls.map(async ({ afterMs, call }) => {
          await pause(afterMs);
          return timed(proxy.ledger.hold(call));
        }),
      );
      expectWithinASecond(
        "refusals of a frozen ledger",
        results.map(({ tookMs }) => tookMs),
      );
      expect(results.map(({ result }) => result instanceof LedgerUnavailable && result.message)).toEqual([
        "the ledger cannot be reached",
        ...Array(4).fill("the ledger did not answer the calls before this one"),
      ]);
      // A new connection serves what comes next, and the one call in doubt is voided meanwhile.
      expect((await proxy.ledger.hold(next)).verdict).toBe("allowed");
      await expect.poll(() => callsOf(key), { timeout: 5_000 }).toEqual(books);
    });
    // What was frozen comes to life, and its statement collides with the row that voided the call.
    await expect.poll(holdBackends, { timeout: 5_000 }).not.toContain(backend);
    expect(await callsOf(key)).toEqual(books);
    expect(await counters(key)).toEqual({ held: 2, spent: 0 });
  }, 20_000);
});
