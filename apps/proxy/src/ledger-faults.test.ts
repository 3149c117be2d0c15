import type { HoldResult, Ledger } from "@keybrake/ledger";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { drain } from "./serve.ts";
import { TestProxy } from "./testing/test-proxy.ts";

const payment = "amount=1000&currency=usd";
const intents = "/v1/payment_intents";

/** What happens between the ledger's answer and the proxy, as a pause of the process would have it. */
let afterHold: (result: HoldResult) => Promise<HoldResult> = async (result) => result;
let beforeSettle: () => Promise<void> = async () => undefined;
let proxy: TestProxy;

const between = (ledger: Ledger): Ledger => ({
  hold: async (call) => afterHold(await ledger.hold(call)),
  settle: async (settlement) => {
    await beforeSettle();
    return ledger.settle(settlement);
  },
});

beforeAll(async () => {
  proxy = await TestProxy.start({ ledger: between });
});

beforeEach(() => proxy.sandbox.reset());

afterEach(() => {
  afterHold = async (result) => result;
  beforeSettle = async () => undefined;
});

afterAll(() => proxy.close());

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const codeOf = (json: Record<string, unknown>) => JSON.stringify(json).match(/"code":"([a-z_]+)"/)?.[1];

describe("a ticket that is over when the connection is about to be written", () => {
  it("is given back and taken once more, so that the call goes out under a fresh one", async () => {
    const key = await proxy.issue({ dailyUsd: 15 });
    let holds = 0;
    afterHold = async (result) => {
      holds += 1;
      if (holds === 1) await pause(300);
      return result;
    };
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(200);
    const rows = await proxy.allRows(key.run);
    // The second hold only fits because the first was given back before it.
    expect(rows.map((row) => row.state)).toEqual(["released", "accrued"]);
    expect(rows[1]?.id).toBe(answer.headers.get("keybrake-call-id"));
    expect(proxy.sandbox.log()).toHaveLength(1);
  });

  it("twice is a 503, and nothing was sent", async () => {
    const key = await proxy.issue();
    afterHold = async (result) => {
      await pause(300);
      return result;
    };
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(503);
    expect((await proxy.allRows(key.run)).map((row) => row.state)).toEqual(["released", "released"]);
    expect(proxy.sandbox.log()).toEqual([]);
  });

  it("is over by the wall clock too: a stopped machine stops the monotonic one", async () => {
    const key = await proxy.issue();
    afterHold = async (result) => ({
      ...result,
      sentAt: { ...result.sentAt, wallMs: result.sentAt.wallMs - 10_000 },
    });
    expect((await proxy.request(key, intents, { body: payment })).status).toBe(503);
    expect(proxy.sandbox.log()).toEqual([]);
  });

  it("does not survive a revocation that came while the process stood still", async () => {
    const key = await proxy.issue();
    let holds = 0;
    afterHold = async (result) => {
      holds += 1;
      if (holds === 1) {
        await proxy.revoke(key);
        await pause(300);
      }
      return result;
    };
    const answer = await proxy.request(key, intents, { body: payment });
    expect(codeOf(answer.json)).toBe("denied_revoked");
    expect((await proxy.allRows(key.run)).map((row) => row.verdict)).toEqual(["allowed", "denied_revoked"]);
    expect(proxy.sandbox.log()).toEqual([]);
  });

  it("is not used once the revocation was pushed, though it would still be good", async () => {
    const key = await proxy.issue();
    afterHold = async (result) => {
      if (result.verdict === "allowed") {
        await proxy.revoke(key);
        await pause(100);
      }
      return result;
    };
    const answer = await proxy.request(key, intents, { body: payment });
    expect(codeOf(answer.json)).toBe("denied_revoked");
    expect(proxy.sandbox.log()).toEqual([]);
  });
});

describe("a settlement that the ledger does not take", () => {
  it("does not delay the answer, and is tried until it is taken", async () => {
    const key = await proxy.issue();
    let tries = 0;
    beforeSettle = async () => {
      tries += 1;
      if (tries < 4) throw new Error("no");
    };
    expect((await proxy.request(key, intents, { body: payment })).status).toBe(200);
    expect((await proxy.allRows(key.run)).map((row) => row.state)).toEqual(["accrued"]);
    expect(tries).toBe(4);
  });
});

/** Ends every connection to a proxy's database and lets none in, as when Postgres is gone; returns the way back. */
async function cutOff({ database }: TestProxy): Promise<() => Promise<void>> {
  const name = new URL(database.superuserUrl).pathname.slice(1);
  const url = new URL(database.superuserUrl);
  url.pathname = "/postgres";
  const administer = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  await administer(
    `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  return () => administer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
}

describe("a ledger that cannot be reached", () => {
  it("is a 503 in Stripe's shape within a second for every call, with nothing sent; then calls go on", async () => {
    const down = await TestProxy.start();
    const key = await down.issue();
    const fresh = await down.issue();
    expect((await down.request(key, intents, { body: payment })).status).toBe(200);
    const sent = down.sandbox.log().length;
    const restore = await cutOff(down);
    for (const call of [
      () => down.request(key, intents, { body: payment }),
      () => down.request(key, "/v1/customers/cus_1"),
      () => down.request(key, "/v1/refunds", { body: "charge=ch_1" }),
      () => down.request(fresh, intents, { body: payment }),
      () => down.request(key, "/_keybrake/self"),
    ]) {
      const startedAt = performance.now();
      const answer = await call();
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      expect(answer.status).toBe(503);
      expect(codeOf(answer.json)).toBe("ledger_unreachable");
      expect(answer.headers.get("stripe-should-retry")).toBe("false");
    }
    expect(down.sandbox.log()).toHaveLength(sent);
    await restore();
    let status = 0;
    for (let tries = 0; tries < 100 && status !== 200; tries += 1) {
      status = (await down.request(key, intents, { body: payment })).status;
      await pause(50);
    }
    expect(status).toBe(200);
    await down.close();
  }, 30_000);
});

describe("an end in order", () => {
  it("finishes the calls in hand and takes every settlement before it lets go", async () => {
    const ending = await TestProxy.start();
    const key = await ending.issue();
    ending.sandbox.scenario({ vendor: "stripe", fault: "slow", delay_ms: 500 });
    const call = ending.request(key, intents, { body: payment });
    await pause(200);
    const drained = drain(ending.server, ending.plane, 5_000);
    await pause(50);
    await expect(ending.request(key, intents, { body: payment })).rejects.toThrow();
    const answer = await call;
    expect(answer.status).toBe(200);
    expect(answer.headers.get("connection")).toBe("close");
    await drained;
    const { rows } = await ending.superuser.query("SELECT state FROM call");
    expect(rows).toEqual([{ state: "accrued" }]);
    await ending.close();
  }, 20_000);

  it("gives up calls that take too long, and says that their outcome is unknown", async () => {
    const ending = await TestProxy.start();
    const key = await ending.issue();
    ending.sandbox.scenario({ vendor: "stripe", fault: "hang" });
    const call = ending.request(key, intents, { body: payment }).catch((error: unknown) => error);
    await pause(200);
    await drain(ending.server, ending.plane, 300);
    const { rows } = await ending.superuser.query("SELECT state, held_micros::int AS held FROM call");
    expect(rows).toEqual([{ state: "unknown", held: 10_000_000 }]);
    await call;
    await ending.close();
  }, 20_000);
});
