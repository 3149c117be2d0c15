import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AppDatabase, createAppDatabase } from "./app-database.ts";
import { type CallPage, findCalls } from "./find-calls.ts";
import { holdBatchAt } from "./ledger/hold-batch.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";
import { callUnder, LedgerFixture } from "./testing/fixtures.ts";

let database: TestDatabase;
let app: AppDatabase;
let fixture: LedgerFixture;
/** Newest first. */
const ids: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  app = createAppDatabase({ connectionString: database.appUrl, onError: () => undefined });
  fixture = await LedgerFixture.create(database.superuserUrl);
  const key = await fixture.key({ daily: 1_000_000_000n });
  const calls = Array.from({ length: 100 }, (_, index) =>
    callUnder(key, 1_000_000n, {
      id: uuidv7(),
      endpoint: index % 25 === 0 ? "POST /rare" : "POST /v1/refunds",
    }),
  );
  await holdBatchAt(fixture.pool, { now: new Date(), instanceId: null }, calls);
  ids.push(...calls.map(({ id }) => id).reverse());
});

afterAll(async () => {
  await app.close();
  await fixture.close();
  await database.drop();
});

const find = (page: Partial<CallPage>) =>
  app.withOrganization(fixture.organizationId, (transaction) =>
    findCalls(
      transaction,
      { organizationId: fixture.organizationId, filters: {}, before: null, limit: 3, ...page },
      { glanceRows: 10, scanRows: 40 },
    ),
  );

test("a page of something rare ends where looking ended, and the next looks on from there", async () => {
  const found: string[] = [];
  const sizes: number[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof find>> = await find({
      filters: { endpoint: "POST /rare" },
      before,
    });
    found.push(...page.ids);
    sizes.push(page.ids.length);
    before = page.resumeAfter;
  } while (before !== null);
  expect(found).toEqual([99, 74, 49, 24].reverse().map((index) => ids[index]));
  expect(sizes).toEqual([1, 2, 1]);
});

test("a page that is full is not looked beyond", async () => {
  const page = await find({ filters: { endpoint: "POST /v1/refunds" } });
  expect(page).toEqual({ ids: ids.slice(0, 3), resumeAfter: null });
});

test("what an index knows is found however far away it is", async () => {
  const page = await find({ filters: { agentName: "billing" }, before: ids[97] ?? "" });
  expect(page).toEqual({ ids: ids.slice(98), resumeAfter: null });
  expect(await find({ filters: { text: ids[99] ?? "" } })).toEqual({ ids: [ids[99]], resumeAfter: null });
});
