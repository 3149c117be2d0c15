import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createProxyDatabase } from "../proxy/create-proxy-database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { callUnder, LedgerFixture } from "../testing/fixtures.ts";
import { type LiveChange, LiveFeed } from "./live-feed.ts";

let database: TestDatabase;
let mine: LedgerFixture;
let other: LedgerFixture;
const closing: Array<() => Promise<void>> = [];

beforeAll(async () => {
  database = await createTestDatabase();
  mine = await LedgerFixture.create(database.superuserUrl);
  other = await LedgerFixture.create(database.superuserUrl);
});

afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await Promise.all([mine.close(), other.close()]);
  await database.drop();
});

function openFeed(): LiveFeed {
  const feed = new LiveFeed({ connectionString: database.appUrl, onError: () => undefined });
  closing.push(() => feed.close());
  return feed;
}

/** Listens, and waits until the connection does. */
async function listen(feed: LiveFeed, organizationId: string) {
  const heard: Array<LiveChange["kind"]> = [];
  const stop = feed.subscribe(organizationId, ({ kind }) => heard.push(kind));
  await expect.poll(() => heard).toEqual(["missed"]);
  heard.length = 0;
  return { heard, stop };
}

async function openProxy() {
  const proxy = await createProxyDatabase({
    connectionString: database.proxyUrl,
    timeoutMs: 800,
    mixOrganizations: true,
    onError: () => undefined,
  });
  closing.push(() => proxy.close());
  return proxy;
}

describe("a live feed", () => {
  test("tells every dashboard process of an organization's new calls, and no other organization's", async () => {
    const feeds = [openFeed(), openFeed()];
    const [one, two] = await Promise.all(feeds.map((feed) => listen(feed, mine.organizationId)));
    const stranger = vi.fn();
    feeds[0]?.subscribe(other.organizationId, stranger);
    const proxy = await openProxy();
    await proxy.ledger.hold(callUnder(await mine.key({ daily: 500n }), 10n));
    await expect.poll(() => [one?.heard, two?.heard]).toEqual([["calls"], ["calls"]]);
    expect(stranger).not.toHaveBeenCalled();
  });

  test("is told at most ten times a second by a proxy, whatever the number of calls", async () => {
    const { heard } = await listen(openFeed(), mine.organizationId);
    const proxy = await openProxy();
    const key = await mine.key({ daily: 1_000_000n });
    const startedAt = performance.now();
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => proxy.ledger.hold(callUnder(key, 1n))));
    }
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const seconds = (performance.now() - startedAt) / 1000;
    expect(heard.length).toBeLessThanOrEqual(Math.ceil(seconds * 10));
  });

  test("tells of a revocation", async () => {
    const { heard } = await listen(openFeed(), mine.organizationId);
    const key = await mine.key({ daily: 500n });
    const client = new pg.Client({ connectionString: database.appUrl });
    await client.connect();
    await client.query("BEGIN");
    await client.query("SELECT set_config('keybrake.organization_id', $1, true)", [mine.organizationId]);
    await client.query("SELECT revoke_vault_key_v1($1, $2)", [mine.organizationId, key.vaultKeyId]);
    expect(heard).toEqual([]);
    await client.query("COMMIT");
    await expect.poll(() => heard).toEqual(["revoked"]);
    await client.end();
  });

  test("connects anew when its connection breaks, and says that something may have been missed", async () => {
    const { heard } = await listen(openFeed(), mine.organizationId);
    await mine.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'keybrake live feed' AND datname = current_database()`,
    );
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual(["missed"]);
    await mine.pool.query("SELECT pg_notify('keybrake_calls', $1)", [
      `${other.organizationId} ${mine.organizationId}`,
    ]);
    await expect.poll(() => heard).toEqual(["missed", "calls"]);
  });

  test("tells everybody where nobody knows whose calls changed, and a listener that left nothing", async () => {
    const feed = openFeed();
    const { heard, stop } = await listen(feed, mine.organizationId);
    await mine.pool.query("SELECT pg_notify('keybrake_calls', '*')");
    await expect.poll(() => heard).toEqual(["calls"]);
    stop();
    const still = await new Promise<string[]>((resolve) => {
      const all: string[] = [];
      feed.subscribe(mine.organizationId, ({ kind }) => {
        all.push(kind);
        resolve(all);
      });
      mine.pool.query("SELECT pg_notify('keybrake_calls', '*')").catch(() => undefined);
    });
    expect(still).toEqual(["calls"]);
    expect(heard).toEqual(["calls"]);
  });
});
