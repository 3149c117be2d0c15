import type { Settlement } from "@keybrake/ledger";
import pg from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { callUnder, type FixtureKey, LedgerFixture } from "../testing/fixtures.ts";
import { holdBatch, holdBatchAt, holdUnlocked, voidBatch } from "./hold-batch.ts";
import { settleBatch, settleBatchAt, settleUnlocked } from "./settle-batch.ts";

let database: TestDatabase;
let fixture: LedgerFixture;
let proxy: pg.Pool;
let owner: pg.Pool;
const instanceId = uuidv7();

beforeAll(async () => {
  database = await createTestDatabase();
  fixture = await LedgerFixture.create(database.superuserUrl, "America/New_York");
  proxy = new pg.Pool({ connectionString: database.proxyUrl, lock_timeout: 3_000 });
  owner = new pg.Pool({ connectionString: database.ownerUrl });
  await proxy.query("SELECT register_instance_v1($1, 'here', 1)", [instanceId]);
});

afterAll(async () => {
  await Promise.all([proxy.end(), owner.end(), fixture.close()]);
  await database.drop();
});

const dollars = (amount: number) => BigInt(amount) * 1_000_000n;

const settled = (key: FixtureKey, callId: string, over: Partial<Settlement> = {}): Settlement => ({
  callId,
  organizationId: key.organizationId,
  vaultKeyId: key.vaultKeyId,
  state: "settled",
  costMicros: dollars(10),
  parsedMicros: dollars(10),
  statusCode: 200,
  transactionId: "pi_1",
  vendorRequestId: "req_1",
  latencyMs: 12,
  replayed: false,
  object: null,
  ...over,
});

async function standing(key: FixtureKey) {
  const { rows } = await fixture.pool.query(
    `SELECT window_day::text, day_spent_micros::float8 / 1e6 AS day_spent, day_held_micros::float8 / 1e6 AS day_held,
       run_spent_micros::float8 / 1e6 AS run_spent, run_held_micros::float8 / 1e6 AS run_held, calls::int,
       overage_micros::float8 / 1e6 AS overage
     FROM key_ledger WHERE vault_key_id = $1`,
    [key.vaultKeyId],
  );
  return rows[0];
}

async function row(callId: string) {
  const { rows } = await fixture.pool.query(
    `SELECT state, policy_verdict AS verdict, status_code AS status, held_usd::float8 AS held, cost_usd::float8 AS cost
     FROM audit_log WHERE id = $1`,
    [callId],
  );
  return rows[0];
}

describe("a hold", () => {
  test("admits up to the cap and refuses what would pass it, in arrival order", async () => {
    const key = await fixture.key({ daily: dollars(25) });
    const calls = [10, 10, 10, 5, 0].map((amount) => callUnder(key, dollars(amount)));
    const results = await holdBatch(proxy, instanceId, calls);
    expect(results.map(({ verdict }) => verdict)).toEqual([
      "allowed",
      "allowed",
      "denied_daily_cap",
      "allowed",
      "allowed",
    ]);
    expect(results[2]).toMatchObject({
      dayLeftMicros: dollars(5),
      neededMicros: dollars(10),
      heldMicros: 0n,
    });
    expect(results[2]?.resetsAt).toBeInstanceOf(Date);
    expect(await standing(key)).toMatchObject({ day_held: 25, run_held: 25, calls: 4 });
    expect(await row(calls[2]?.id ?? "")).toEqual({
      state: "denied",
      verdict: "denied_daily_cap",
      status: 429,
      held: 0,
      cost: 0,
    });
  });

  test("judges revocation and expiry before the proxy's own refusal, and the caps after it", async () => {
    const key = await fixture.key({ daily: dollars(1), call: dollars(1) });
    const refused = callUnder(key, dollars(10), { refused: "denied_endpoint", refusedStatus: 403 });
    expect((await holdBatch(proxy, instanceId, [refused]))[0]?.verdict).toBe("denied_endpoint");
    expect((await holdBatch(proxy, instanceId, [callUnder(key, dollars(10))]))[0]?.verdict).toBe(
      "denied_call_cap",
    );
    await fixture.pool.query("UPDATE key_ledger SET revoked_at = clock_timestamp() WHERE vault_key_id = $1", [
      key.vaultKeyId,
    ]);
    const [revoked] = await holdBatch(proxy, instanceId, [{ ...refused, id: uuidv7() }]);
    expect(revoked?.verdict).toBe("denied_revoked");
    const expired = await fixture.key({ daily: dollars(1) }, { now: new Date(Date.now() - 7_200_000) });
    expect((await holdBatch(proxy, instanceId, [callUnder(expired, 0n)]))[0]?.verdict).toBe("denied_expired");
  });

  test("rolls the day in the key's zone, and never back", async () => {
    // New York: 23:30 on the 9th is 03:30 UTC on the 10th.
    const evening = new Date("2026-03-10T03:30:00Z");
    const key = await fixture.key({ daily: dollars(10) }, { now: evening, livesMs: 86_400_000 });
    const hold = async (now: Date) =>
      (await holdBatchAt(owner, { now, instanceId: null }, [callUnder(key, dollars(10))]))[0]?.verdict;
    expect(await hold(evening)).toBe("allowed");
    expect(await hold(new Date("2026-03-10T03:59:59Z"))).toBe("denied_daily_cap");
    expect(await hold(new Date("2026-03-10T04:00:00Z"))).toBe("allowed");
    expect(await hold(evening)).toBe("denied_daily_cap");
    expect(await standing(key)).toMatchObject({ window_day: "2026-03-10", day_held: 10, run_held: 20 });
  });

  test("needs a live instance", async () => {
    const key = await fixture.key({ daily: dollars(10) });
    await expect(holdBatch(proxy, uuidv7(), [callUnder(key, 0n)])).rejects.toMatchObject({ code: "KB001" });
  });
});

describe("settling", () => {
  test("moves held to spent once, however often it is said", async () => {
    const key = await fixture.key({ daily: dollars(25) });
    const call = callUnder(key, dollars(20));
    await holdBatch(proxy, instanceId, [call]);
    await settleBatch(proxy, [settled(key, call.id)]);
    await settleBatch(proxy, [settled(key, call.id, { costMicros: dollars(20) })]);
    await settleBatch(proxy, [settled(key, call.id, { state: "released" })]);
    expect(await standing(key)).toMatchObject({
      day_spent: 10,
      day_held: 0,
      run_spent: 10,
      run_held: 0,
      overage: 0,
    });
    expect(await row(call.id)).toMatchObject({ state: "settled", cost: 10, held: 20, status: 200 });
  });

  test("records what is charged above the hold as overage, which blocks further priced calls", async () => {
    const key = await fixture.key({ daily: dollars(100) });
    const call = callUnder(key, dollars(5));
    await holdBatch(proxy, instanceId, [call]);
    await settleBatch(proxy, [settled(key, call.id)]);
    expect(await standing(key)).toMatchObject({ day_spent: 10, overage: 5 });
    const after = await holdBatch(proxy, instanceId, [callUnder(key, 1n), callUnder(key, 0n)]);
    expect(after.map(({ verdict }) => verdict)).toEqual(["denied_daily_cap", "allowed"]);
  });

  test("of a call of an earlier day touches the run's counters only", async () => {
    const before = new Date("2026-03-10T03:30:00Z");
    const after = new Date("2026-03-10T04:30:00Z");
    const key = await fixture.key({ daily: dollars(10) }, { now: before, livesMs: 86_400_000 });
    const first = callUnder(key, dollars(10));
    await holdBatchAt(owner, { now: before, instanceId: null }, [first]);
    await holdBatchAt(owner, { now: after, instanceId: null }, [callUnder(key, dollars(4))]);
    await settleBatchAt(owner, after, [settled(key, first.id)]);
    expect(await standing(key)).toMatchObject({ day_spent: 0, day_held: 4, run_spent: 10, run_held: 4 });
  });
});

describe("retries of one intent", () => {
  const retryHash = () => Buffer.from(uuidv7().replaceAll("-", "").padEnd(64, "0"), "hex");

  test("attach to the first call and hold nothing more", async () => {
    const key = await fixture.key({ daily: dollars(10), maxCalls: 1 });
    const hash = retryHash();
    const first = callUnder(key, dollars(10), { retryHash: hash });
    const second = callUnder(key, dollars(10), { retryHash: hash });
    await holdBatch(proxy, instanceId, [first]);
    const [attached] = await holdBatch(proxy, instanceId, [second]);
    expect(attached).toMatchObject({ verdict: "allowed", heldMicros: 0n, attachedTo: first.id });
    expect(await standing(key)).toMatchObject({ run_held: 10, calls: 1 });
  });

  test("keep the first's hold while one of them is open, and free it when the last ends", async () => {
    const key = await fixture.key({ daily: dollars(10) });
    const hash = retryHash();
    const first = callUnder(key, dollars(10), { retryHash: hash });
    const second = callUnder(key, dollars(10), { retryHash: hash });
    await holdBatch(proxy, instanceId, [first]);
    await holdBatch(proxy, instanceId, [second]);
    await settleBatch(proxy, [settled(key, first.id, { state: "released", costMicros: 0n })]);
    expect(await standing(key)).toMatchObject({ run_held: 10 });
    await settleBatch(proxy, [settled(key, second.id, { state: "released", costMicros: 0n })]);
    expect(await standing(key)).toMatchObject({ run_held: 0, day_held: 0, run_spent: 0 });
    expect((await row(first.id)).state).toBe("released");
  });

  test("take over the first's hold when the vendor took the retry for the original", async () => {
    const key = await fixture.key({ daily: dollars(10) });
    const hash = retryHash();
    const first = callUnder(key, dollars(10), { retryHash: hash });
    const second = callUnder(key, dollars(10), { retryHash: hash });
    await holdBatch(proxy, instanceId, [first]);
    await holdBatch(proxy, instanceId, [second]);
    await settleBatch(proxy, [settled(key, second.id)]);
    await settleBatch(proxy, [settled(key, first.id, { replayed: true, costMicros: 0n })]);
    expect(await standing(key)).toMatchObject({
      day_spent: 10,
      day_held: 0,
      run_spent: 10,
      run_held: 0,
      overage: 0,
    });
  });

  test("complete an unknown first call when the vendor repeats its answer", async () => {
    const key = await fixture.key({ daily: dollars(10) });
    const hash = retryHash();
    const first = callUnder(key, dollars(10), { retryHash: hash });
    const second = callUnder(key, dollars(10), { retryHash: hash });
    await holdBatch(proxy, instanceId, [first]);
    await settleBatch(proxy, [settled(key, first.id, { state: "unknown" })]);
    await holdBatch(proxy, instanceId, [second]);
    await settleBatch(proxy, [
      settled(key, second.id, { replayed: true, costMicros: 0n, parsedMicros: dollars(9) }),
    ]);
    expect(await standing(key)).toMatchObject({ run_spent: 9, run_held: 0, overage: 0 });
    expect((await row(first.id)).cost).toBe(9);
    expect((await row(second.id)).cost).toBe(0);
  });
});

describe("an object's money", () => {
  const accrued = (key: FixtureKey, callId: string, id: string, total: number) =>
    settled(key, callId, {
      state: "accrued",
      costMicros: dollars(total),
      object: { id, totalMicros: dollars(total), status: "open" },
    });

  test("is counted once over the calls that continue it, and given back once when it is canceled", async () => {
    const key = await fixture.key({ daily: dollars(100) });
    const other = await fixture.key({ daily: dollars(100) });
    const object = `pi_${uuidv7()}`;
    const create = callUnder(key, dollars(10));
    await holdBatch(proxy, instanceId, [create]);
    await settleBatch(proxy, [accrued(key, create.id, object, 10)]);
    const raise = callUnder(other, dollars(15), { continuesObjectId: object });
    expect((await holdBatch(proxy, instanceId, [raise]))[0]?.heldMicros).toBe(dollars(5));
    await settleBatch(proxy, [accrued(other, raise.id, object, 15)]);
    expect(await standing(key)).toMatchObject({ run_held: 10 });
    expect(await standing(other)).toMatchObject({ run_held: 5 });

    for (let time = 0; time < 2; time += 1) {
      const cancel = callUnder(other, 0n);
      await holdBatch(proxy, instanceId, [cancel]);
      await settleBatch(proxy, [
        settled(other, cancel.id, {
          costMicros: 0n,
          object: { id: object, totalMicros: 0n, status: "canceled" },
        }),
      ]);
    }
    expect(await standing(key)).toMatchObject({ run_held: 0, run_spent: 0 });
    expect(await standing(other)).toMatchObject({ run_held: 0, run_spent: 0 });
    expect((await row(create.id)).state).toBe("released");
  });

  test("becomes final on every key that counted it when it is closed", async () => {
    const key = await fixture.key({ daily: dollars(100) });
    const object = `pi_${uuidv7()}`;
    const create = callUnder(key, dollars(10));
    const confirm = callUnder(key, dollars(10), { continuesObjectId: object });
    await holdBatch(proxy, instanceId, [create]);
    await settleBatch(proxy, [accrued(key, create.id, object, 10)]);
    await holdBatch(proxy, instanceId, [confirm]);
    await settleBatch(proxy, [
      settled(key, confirm.id, { object: { id: object, totalMicros: dollars(10), status: "closed" } }),
    ]);
    expect(await standing(key)).toMatchObject({ run_held: 0, run_spent: 10, overage: 0 });
  });
});

describe("a commit in doubt", () => {
  test("is given back when it happened, and collides when it comes late", async () => {
    const key = await fixture.key({ daily: dollars(10) });
    const committed = callUnder(key, dollars(10));
    const late = callUnder(key, dollars(10));
    await holdBatch(proxy, instanceId, [committed]);
    await voidBatch(proxy, instanceId, [committed, late]);
    expect(await standing(key)).toMatchObject({ run_held: 0, day_held: 0 });
    await expect(holdBatch(proxy, instanceId, [late])).rejects.toMatchObject({ code: "23505" });
    expect(await standing(key)).toMatchObject({ run_held: 0, day_held: 0 });
    expect((await row(late.id)).state).toBe("released");
  });
});

describe("a batch that waits for no lock", () => {
  /** Does something while another transaction has a key's row. */
  async function whileLocked(key: FixtureKey, work: () => Promise<void>): Promise<void> {
    const blocker = await fixture.pool.connect();
    await blocker.query("BEGIN");
    try {
      await blocker.query("SELECT FROM key_ledger WHERE vault_key_id = $1 FOR UPDATE", [key.vaultKeyId]);
      await work();
    } finally {
      await blocker.query("ROLLBACK");
      blocker.release();
    }
  }

  /** Everything that a hold could have written of a key. */
  async function written(key: FixtureKey) {
    const { rows } = await fixture.pool.query(
      `SELECT (SELECT count(*)::int FROM call c WHERE c.vault_key_id = k.vault_key_id) AS calls,
         (SELECT count(*)::int FROM retry_anchor a WHERE a.vault_key_id = k.vault_key_id) AS anchors,
         (SELECT coalesce(sum(r.calls), 0)::int FROM spend_rollup r WHERE r.vault_key_id = k.vault_key_id) AS counted,
         k.last_call_at IS NOT NULL AS called, k.run_held_micros::int AS held
       FROM key_ledger k WHERE k.vault_key_id = $1`,
      [key.vaultKeyId],
    );
    return rows[0];
  }

  const nothing = { calls: 0, anchors: 0, counted: 0, called: false, held: 0 };

  test("leaves out exactly the calls of locked keys, and writes nothing of them", async () => {
    const free = await fixture.key({ daily: dollars(25) });
    const locked = await fixture.key({ daily: dollars(25) });
    const rival = await LedgerFixture.create(database.superuserUrl);
    const foreign = await rival.key({ daily: dollars(25) });
    const retryHash = Buffer.alloc(32, 1);
    const batch = [
      callUnder(locked, 5n, { retryHash }),
      callUnder(free, 5n, { retryHash }),
      callUnder(locked, 0n, { refused: "denied_endpoint", refusedStatus: 403 }),
      callUnder(foreign, 5n),
      callUnder(free, dollars(30)),
      callUnder(locked, 5n),
    ];
    await whileLocked(locked, async () => {
      const held = await holdUnlocked(proxy, instanceId, batch);
      expect(held.map((result) => result?.verdict ?? null)).toEqual([
        null,
        "allowed",
        null,
        "allowed",
        "denied_daily_cap",
        null,
      ]);
      expect(await written(locked)).toEqual(nothing);
      expect(await written(free)).toEqual({ calls: 2, anchors: 1, counted: 1, called: true, held: 5 });
      expect(await written(foreign)).toMatchObject({ calls: 1, held: 5 });
    });
    const leftOut = batch.filter(({ vaultKeyId }) => vaultKeyId === locked.vaultKeyId);
    const later = await holdUnlocked(proxy, instanceId, leftOut);
    expect(later.map((result) => result?.verdict)).toEqual(["allowed", "denied_endpoint", "allowed"]);
    expect(await written(locked)).toEqual({ calls: 3, anchors: 1, counted: 1, called: true, held: 10 });
    await rival.close();
  });

  test("may leave out all of its calls", async () => {
    const locked = await fixture.key({ daily: dollars(25) });
    await whileLocked(locked, async () => {
      const batch = [callUnder(locked, 5n), callUnder(locked, 5n)];
      expect(await holdUnlocked(proxy, instanceId, batch)).toEqual([null, null]);
      expect(await written(locked)).toEqual(nothing);
    });
  });

  test("leaves a call of no known key to the batch that waits, which refuses it", async () => {
    const key = await fixture.key({ daily: dollars(25) });
    const unknown = { ...callUnder(key, 5n), vaultKeyId: uuidv7() };
    const held = await holdUnlocked(proxy, instanceId, [unknown, callUnder(key, 5n)]);
    expect(held.map((result) => result?.verdict ?? null)).toEqual([null, "allowed"]);
    await expect(holdBatch(proxy, instanceId, [unknown])).rejects.toMatchObject({ code: "KB002" });
  });

  test("completes the calls of free keys, and names those of locked ones, which stay as they are", async () => {
    const free = await fixture.key({ daily: dollars(25) });
    const locked = await fixture.key({ daily: dollars(25) });
    const calls = [callUnder(free, dollars(10)), callUnder(locked, dollars(10))] as const;
    await holdBatch(proxy, instanceId, calls);
    const settlements = [settled(free, calls[0].id), settled(locked, calls[1].id)];
    await whileLocked(locked, async () => {
      expect(await settleUnlocked(proxy, settlements)).toEqual(new Set([calls[1].id]));
      expect(await standing(free)).toMatchObject({ run_spent: 10, run_held: 0 });
      expect(await standing(locked)).toMatchObject({ run_spent: 0, run_held: 10 });
      expect(await row(calls[1].id)).toMatchObject({ state: "held", status: null });
    });
    expect(await settleUnlocked(proxy, settlements)).toEqual(new Set());
    expect(await standing(free)).toMatchObject({ run_spent: 10, run_held: 0 });
    expect(await standing(locked)).toMatchObject({ run_spent: 10, run_held: 0 });
  });

  test.each(["closed", "canceled"] as const)(
    "leaves out an answer by which an object is %s that a locked key counted too",
    async (status) => {
      const locked = await fixture.key({ daily: dollars(100) });
      const other = await fixture.key({ daily: dollars(100) });
      const object = `pi_${uuidv7()}`;
      const about = (totalMicros: bigint, state: "open" | "closed" | "canceled") => ({
        costMicros: totalMicros,
        object: { id: object, totalMicros, status: state },
      });
      const create = callUnder(locked, dollars(10));
      const end = callUnder(other, 0n);
      const free = callUnder(other, dollars(1));
      await holdBatch(proxy, instanceId, [create, end, free]);
      await settleBatch(proxy, [
        settled(locked, create.id, { state: "accrued", ...about(dollars(10), "open") }),
      ]);
      const ending = settled(other, end.id, about(status === "closed" ? dollars(10) : 0n, status));
      await whileLocked(locked, async () => {
        const leftOut = await settleUnlocked(proxy, [
          ending,
          settled(other, free.id, { costMicros: dollars(1) }),
        ]);
        expect(leftOut).toEqual(new Set([end.id]));
        expect(await row(end.id)).toMatchObject({ state: "held" });
        expect(await row(create.id)).toMatchObject({ state: "accrued" });
        expect(await standing(locked)).toMatchObject({ run_held: 10, run_spent: 0 });
        expect(await standing(other)).toMatchObject({ run_held: 0, run_spent: 1 });
      });
      expect(await settleUnlocked(proxy, [ending])).toEqual(new Set());
      expect(await row(create.id)).toMatchObject({ state: status === "closed" ? "settled" : "released" });
      expect(await standing(locked)).toMatchObject({ run_held: 0, run_spent: status === "closed" ? 10 : 0 });
    },
  );

  test("completes an answer about an open object, whoever else counted it and is locked", async () => {
    const locked = await fixture.key({ daily: dollars(100) });
    const other = await fixture.key({ daily: dollars(100) });
    const object = { id: `pi_${uuidv7()}`, totalMicros: dollars(10), status: "open" } as const;
    const create = callUnder(locked, dollars(10));
    const raise = callUnder(other, dollars(10));
    await holdBatch(proxy, instanceId, [create, raise]);
    await settleBatch(proxy, [settled(locked, create.id, { state: "accrued", object })]);
    await whileLocked(locked, async () => {
      const raised = { ...object, totalMicros: dollars(15) };
      const leftOut = await settleUnlocked(proxy, [
        settled(other, raise.id, { state: "accrued", object: raised }),
      ]);
      expect(leftOut).toEqual(new Set());
      expect(await standing(other)).toMatchObject({ run_held: 5 });
    });
  });
});

describe("a batch that waits for a lock", () => {
  test("judges by what is there once it has it: an earlier attempt of the same intent, and its key's end", async () => {
    const key = await fixture.key({ daily: dollars(10) });
    const retryHash = Buffer.alloc(32, 2);
    const first = callUnder(key, dollars(10), { retryHash });
    const elsewhere = await proxy.connect();
    await elsewhere.query("BEGIN");
    await holdBatch(elsewhere, instanceId, [first]);
    const second = holdBatch(proxy, instanceId, [callUnder(key, dollars(10), { retryHash })]);
    await waitsForLock();
    await elsewhere.query("COMMIT");
    elsewhere.release();
    expect((await second)[0]).toMatchObject({ verdict: "allowed", attachedTo: first.id, heldMicros: 0n });

    const revoking = await fixture.pool.connect();
    await revoking.query("BEGIN");
    await revoking.query("UPDATE key_ledger SET revoked_at = clock_timestamp() WHERE vault_key_id = $1", [
      key.vaultKeyId,
    ]);
    const third = holdBatch(proxy, instanceId, [callUnder(key, 0n)]);
    await waitsForLock();
    await revoking.query("COMMIT");
    revoking.release();
    expect((await third)[0]?.verdict).toBe("denied_revoked");
  });

  /** Until one of this database's statements waits for a lock. */
  const waitsForLock = () =>
    expect
      .poll(async () => {
        const { rows } = await fixture.pool.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        );
        return rows.length;
      })
      .toBe(1);
});
