import type { CallToHold, Settlement } from "@keybrake/ledger";
import { LedgerModel } from "@keybrake/ledger/model";
import fc from "fast-check";
import pg from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { callUnder, type FixtureKey, LedgerFixture } from "../testing/fixtures.ts";
import { holdBatchAt, voidBatch } from "./hold-batch.ts";
import { settleBatchAt } from "./settle-batch.ts";

let database: TestDatabase;
let fixture: LedgerFixture;
let owner: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  fixture = await LedgerFixture.create(database.superuserUrl, "America/New_York");
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
});

afterAll(async () => {
  await Promise.all([owner.end(), fixture.close()]);
  await database.drop();
});

const micros = fc.bigInt({ min: 0n, max: 30n });
const callIndex = fc.nat(30);
const objectName = fc.option(fc.constantFrom("a", "b"), { nil: null });

const holdStep = fc.record({
  key: fc.nat(1),
  refused: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant("denied_endpoint" as const) },
  ),
  price: micros,
  counts: fc.boolean(),
  continues: objectName,
  intent: fc.option(fc.constantFrom(1, 2), { nil: null }),
});

const settleStep = fc.record({
  callIndex,
  state: fc.constantFrom<Settlement["state"]>("settled", "released", "accrued", "unknown"),
  cost: micros,
  parsed: fc.option(micros, { nil: null }),
  replayed: fc.boolean(),
  object: fc.option(
    fc.record({
      name: fc.constantFrom("a", "b"),
      total: micros,
      status: fc.constantFrom("open" as const, "closed" as const, "canceled" as const),
    }),
    { nil: null },
  ),
});

const history = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("hold" as const),
        batch: fc.array(holdStep, { minLength: 1, maxLength: 4 }),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant("settle" as const),
        batch: fc.array(settleStep, { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("void" as const), callIndex, late: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reap" as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("revoke" as const), key: fc.nat(1) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.integer({ min: -3, max: 30 }) }),
    },
  ),
  { minLength: 1, maxLength: 25, size: "max" },
);

type Made<A> = A extends fc.Arbitrary<infer T> ? T : never;
type HoldStep = Made<typeof holdStep>;
type SettleStep = Made<typeof settleStep>;
type Step = Made<typeof history>[number];

const caps = [
  { daily: 60n, run: 100n, call: 25n, maxCalls: 6 },
  { daily: 40n, run: undefined, call: undefined, maxCalls: undefined },
];

/** One history, told to Postgres and to the model alike. */
class SideBySide {
  readonly #model = new LedgerModel();
  readonly #calls: CallToHold[] = [];
  readonly #prefix = uuidv7();
  #keys: FixtureKey[] = [];
  #instanceId = "";
  #now = new Date("2026-03-07T12:00:00Z");

  static async start(): Promise<SideBySide> {
    const both = new SideBySide();
    for (const { maxCalls, ...money } of caps) {
      const key = await fixture.key(
        { ...withoutUndefined(money), ...(maxCalls === undefined ? {} : { maxCalls }) },
        { now: both.#now, livesMs: 90 * 3_600_000 },
      );
      both.#keys.push(key);
      both.#model.addKey(key, {
        revokedAt: null,
        expiresAt: new Date(both.#now.getTime() + 90 * 3_600_000),
        zone: "America/New_York",
        callCapMicros: money.call ?? null,
        dailyCapMicros: money.daily ?? null,
        runCapMicros: money.run ?? null,
        maxCalls: maxCalls ?? null,
        windowDay: "2026-03-07",
        daySpentMicros: 0n,
        dayHeldMicros: 0n,
        runSpentMicros: 0n,
        runHeldMicros: 0n,
        calls: 0,
        overageMicros: 0n,
      });
    }
    await both.#register();
    return both;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "hold":
        return this.#hold(step.batch);
      case "settle":
        return this.#settle(step.batch);
      case "void":
        return this.#void(step);
      case "reap":
        return this.#reap();
      case "revoke": {
        const key = this.#keys[step.key];
        if (key === undefined) return;
        this.#model.revoke(key.organizationId, key.vaultKeyId, this.#now);
        await fixture.pool.query(
          "UPDATE key_ledger SET revoked_at = coalesce(revoked_at, $2) WHERE vault_key_id = $1",
          [key.vaultKeyId, this.#now],
        );
        return;
      }
      case "wait":
        this.#now = new Date(this.#now.getTime() + step.hours * 3_600_000);
    }
  }

  async compare(): Promise<void> {
    for (const key of this.#keys) {
      const row = this.#model.key(key.organizationId, key.vaultKeyId);
      const { rows } = await fixture.pool.query(
        `SELECT window_day::text AS "windowDay", day_spent_micros AS "daySpentMicros", day_held_micros AS "dayHeldMicros",
           run_spent_micros AS "runSpentMicros", run_held_micros AS "runHeldMicros", calls, overage_micros AS "overageMicros"
         FROM key_ledger WHERE vault_key_id = $1`,
        [key.vaultKeyId],
      );
      const {
        windowDay,
        daySpentMicros,
        dayHeldMicros,
        runSpentMicros,
        runHeldMicros,
        calls,
        overageMicros,
      } = row;
      expect(rows[0]).toEqual(
        asText({
          windowDay,
          daySpentMicros,
          dayHeldMicros,
          runSpentMicros,
          runHeldMicros,
          calls,
          overageMicros,
        }),
      );
    }
    const { rows } = await fixture.pool.query(
      `SELECT id, policy_verdict AS verdict, state, held_micros AS "heldMicros", cost_micros AS "costMicros",
         attached_to AS "attachedTo", open_attempts AS "openAttempts", release_pending AS "releasePending"
       FROM call WHERE vault_key_id = ANY($1) ORDER BY id`,
      [this.#keys.map(({ vaultKeyId }) => vaultKeyId)],
    );
    const told = [...this.#model.calls()].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(rows).toEqual(
      told.map(
        ({ id, verdict, state, heldMicros, costMicros, attachedTo, openAttempts, releasePending }) => ({
          id,
          verdict,
          state,
          heldMicros: String(heldMicros),
          costMicros: costMicros === null ? null : String(costMicros),
          attachedTo,
          openAttempts,
          releasePending,
        }),
      ),
    );
    await this.#compareRollUp();
  }

  /** The charts' table says what the rows say (a property of the SQL alone: the model keeps no roll-up). */
  async #compareRollUp(): Promise<void> {
    const { rows } = await fixture.pool.query(
      `SELECT
         (SELECT coalesce(sum(cost_micros), 0) FROM spend_rollup WHERE vault_key_id = ANY($1))
           = (SELECT coalesce(sum(cost_micros), 0) FROM call WHERE vault_key_id = ANY($1)) AS cost,
         (SELECT coalesce(sum(accrued_micros), 0) FROM spend_rollup WHERE vault_key_id = ANY($1))
           = (SELECT coalesce(sum(held_micros), 0) FROM call WHERE vault_key_id = ANY($1) AND state = 'accrued') AS accrued,
         (SELECT coalesce(sum(calls), 0) FROM spend_rollup WHERE vault_key_id = ANY($1))
           = (SELECT count(*) FROM call WHERE vault_key_id = ANY($1) AND state <> 'held'
              AND NOT (state = 'released' AND status_code = 503 AND held_micros = 0 AND request = '{"late": true}')) AS calls`,
      [this.#keys.map(({ vaultKeyId }) => vaultKeyId)],
    );
    expect(rows).toEqual([{ cost: true, accrued: true, calls: true }]);
  }

  async #hold(steps: readonly HoldStep[]): Promise<void> {
    const seen = new Set<string>();
    const calls: CallToHold[] = [];
    for (const step of steps) {
      const key = this.#keys[step.key];
      // The lane never puts two attempts of one intent into a batch.
      if (key === undefined || seen.has(`${step.key} ${step.intent}`)) continue;
      if (step.intent !== null) seen.add(`${step.key} ${step.intent}`);
      calls.push(
        callUnder(key, step.price, {
          refused: step.refused,
          counts: step.counts,
          continuesObjectId: step.continues === null ? null : `${this.#prefix}_${step.continues}`,
          retryHash: step.intent === null ? null : Buffer.alloc(32, step.intent),
        }),
      );
    }
    const at = { now: this.#now, instanceId: this.#instanceId };
    const told = calls.map((call) => this.#model.hold(call, at));
    const results = await holdBatchAt(owner, at, calls);
    this.#calls.push(...calls);
    expect(results).toEqual(told);
  }

  async #settle(steps: readonly SettleStep[]): Promise<void> {
    const seen = new Set<string>();
    const settlements: Settlement[] = [];
    for (const step of steps) {
      const call = this.#calls[step.callIndex % Math.max(1, this.#calls.length)];
      // Nor two settlements of one call.
      if (call === undefined || seen.has(call.id)) continue;
      seen.add(call.id);
      settlements.push({
        callId: call.id,
        organizationId: call.organizationId,
        vaultKeyId: call.vaultKeyId,
        state: step.state,
        costMicros: step.cost,
        parsedMicros: step.parsed,
        statusCode: 200,
        transactionId: null,
        vendorRequestId: null,
        latencyMs: 1,
        replayed: step.replayed,
        object:
          step.object === null
            ? null
            : {
                id: `${this.#prefix}_${step.object.name}`,
                totalMicros: step.object.total,
                status: step.object.status,
              },
      });
    }
    for (const settlement of settlements) this.#model.settle(settlement);
    // Calls that share an intent or an object depend on each other's order, which a batch is free to choose.
    const isolated = settlements.every(
      ({ callId, object }) =>
        object === null && this.#calls.find(({ id }) => id === callId)?.retryHash === null,
    );
    if (isolated && settlements.length > 0) return settleBatchAt(owner, this.#now, settlements);
    for (const settlement of settlements) await settleBatchAt(owner, this.#now, [settlement]);
  }

  async #void({ callIndex: index, late }: { callIndex: number; late: boolean }): Promise<void> {
    const [key] = this.#keys;
    if (key === undefined) return;
    const known = this.#calls[index % Math.max(1, this.#calls.length)];
    const call = late || known === undefined ? callUnder(key, 0n, { request: '{"late": true}' }) : known;
    this.#model.void([{ callId: call.id, ...call }]);
    await voidBatch(owner, this.#instanceId, [call]);
  }

  async #reap(): Promise<void> {
    this.#model.reap(this.#instanceId);
    await fixture.pool.query("UPDATE proxy_instance SET dead_at = clock_timestamp() WHERE id = $1", [
      this.#instanceId,
    ]);
    await fixture.pool.query("SELECT reap_instances_v1('1 hour', 1000)");
    await this.#register();
  }

  async #register(): Promise<void> {
    this.#instanceId = uuidv7();
    await fixture.pool.query("SELECT register_instance_v1($1, 'here', 1)", [this.#instanceId]);
  }
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}

function asText(row: Record<string, string | number | bigint>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
}

test("Postgres and the model come to the same rows and counters, whatever happens", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const both = await SideBySide.start();
      for (const step of steps) {
        await both.take(step);
        await both.compare();
      }
    }),
    { numRuns: 60 },
  );
});
