import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AppDatabase, createAppDatabase } from "./app-database.ts";
import type { CallFilters } from "./call-filters.ts";
import { type CountedSlice, type CountPace, countCalls } from "./count-calls.ts";
import { holdBatchAt } from "./ledger/hold-batch.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";
import { callUnder, LedgerFixture } from "./testing/fixtures.ts";

let database: TestDatabase;
let app: AppDatabase;
let fixture: LedgerFixture;
let key: Awaited<ReturnType<LedgerFixture["key"]>>;

beforeAll(async () => {
  database = await createTestDatabase();
  app = createAppDatabase({ connectionString: database.appUrl, onError: () => undefined });
  fixture = await LedgerFixture.create(database.superuserUrl);
  key = await fixture.key({ daily: 1_000_000_000n });
  await addCalls(100);
});

afterAll(async () => {
  await app.close();
  await fixture.close();
  await database.drop();
});

async function addCalls(count: number) {
  const calls = Array.from({ length: count }, (_, index) =>
    callUnder(key, 1_000_000n, {
      id: uuidv7(),
      endpoint: index % 25 === 0 ? "POST /rare" : "POST /v1/refunds",
    }),
  );
  await holdBatchAt(fixture.pool, { now: new Date(), instanceId: null }, calls);
}

/** One bite a slice, of seven rows. */
const SEVENS: CountPace = { sliceMs: 0, statementMs: 2_000, firstRows: 7, mostRows: 7, quickMs: 0 };

const slice = (filters: CallFilters, before: string | null, over: Partial<CountPace> = {}) =>
  app.withOrganization(fixture.organizationId, (transaction) =>
    countCalls(
      transaction,
      { organizationId: fixture.organizationId, filters, before },
      { ...SEVENS, ...over },
    ),
  );

test("slices count every call once, to the end, however many arrive meanwhile", async () => {
  const slices: CountedSlice[] = [];
  let before: string | null = null;
  do {
    const counted = await slice({ endpoint: "POST /rare" }, before);
    if (counted === null) throw new Error("a slice was too slow");
    slices.push(counted);
    if (slices.length === 3) await addCalls(30);
    before = counted.resume?.after ?? null;
  } while (before !== null);
  expect(slices).toHaveLength(15);
  expect(slices.reduce((sum, { allowedCalls }) => sum + allowedCalls, 0n)).toBe(4n);
  expect(slices.reduce((sum, { openMicros }) => sum + openMicros, 0n)).toBe(4_000_000n);
  const backTo = slices.slice(0, -1).map(({ resume }) => resume?.calledAt.getTime() ?? 0);
  expect(backTo).toEqual([...backTo].sort((a, b) => b - a));
});

test("a slice takes bites until its time is over", async () => {
  const counted = await slice({}, null, { sliceMs: 60_000 });
  expect(counted).toMatchObject({ allowedCalls: 130n, resume: null });
});

test("no statement runs longer than it may: what was counted before stays, and without any there is no answer", async () => {
  const client = await fixture.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("LOCK TABLE call IN ACCESS EXCLUSIVE MODE");
    const began = performance.now();
    expect(await slice({}, null, { statementMs: 100 })).toBeNull();
    expect(performance.now() - began).toBeLessThan(1_500);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
  // Whatever the time that it may take, it is this transaction's alone.
  const { rows } = await fixture.pool.query("SHOW statement_timeout");
  expect(rows).toEqual([{ statement_timeout: "0" }]);
});

test("another organization's calls are counted by nobody else, whatever the filters and the place say", async () => {
  const stranger = await LedgerFixture.create(database.superuserUrl);
  try {
    const counted = await app.withOrganization(stranger.organizationId, (transaction) =>
      countCalls(transaction, { organizationId: fixture.organizationId, filters: {}, before: null }, SEVENS),
    );
    expect(counted).toMatchObject({ allowedCalls: 0n, openMicros: 0n, resume: null });
  } finally {
    await stranger.close();
  }
});
