import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readBooks } from "./harness/books.ts";
import type { CallRecord } from "./harness/call-plan.ts";
import { type CallRow, faultsOf, isAdmitted, readCallRows, untilNothingIsHeld } from "./harness/call-rows.ts";
import { busyMs } from "./harness/env.ts";
import { movedUnder, startLoad } from "./harness/load.ts";
import { type OwnPostgres, startOwnPostgres } from "./harness/own-postgres.ts";
import { Random } from "./harness/random.ts";
import type { RestClient } from "./harness/rest.ts";
import type { Arrival } from "./harness/sandbox.ts";
import { inMs, spreadOf } from "./harness/spread.ts";
import { type Stack, startStack } from "./harness/stack.ts";

/** Until what was admitted before the outage has been sent: a ticket lives 250 ms. */
const TICKETS_OVER_MS = 500;
const OUTAGE_MS = 2_000;

let postgres: OwnPostgres;
let stack: Stack;
let acme: RestClient;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  stack = await startStack({ proxies: 2, database: postgres.database });
  acme = await stack.createOrganization("Acme");
  await acme.addSandboxCredential();
});

afterAll(() => stack.close());

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const vendorError = z.object({
  error: z.object({ type: z.string(), code: z.string(), message: z.string() }),
});

async function pay(secret: string): Promise<{ status: number; tookMs: number; body: unknown }> {
  const startedAt = performance.now();
  const response = await fetch(`${stack.proxy.url}/v1/payment_intents`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/x-www-form-urlencoded" },
    body: "amount=100&currency=usd",
  });
  const body: unknown = await response.json();
  return { status: response.status, tookMs: performance.now() - startedAt, body };
}

describe("while Postgres is gone under load", () => {
  test("calls get a 503 within a second and none is sent; after it they go on, and nothing is lost", async () => {
    const [key, probe, revoked] = [await acme.issue(), await acme.issue(), await acme.issue()];
    const random = new Random();
    console.log(`outage.test.ts: KEYBRAKE_TEST_SEED=${random.seed}`);
    const mark = await stack.sandbox.mark();
    const load = startLoad(stack.proxies, [key], random);
    await wait(1_000);
    expect((await pay(probe.secret)).status).toBe(200);
    expect((await acme.post(`/vault-keys/${revoked.id}/revoke`)).status).toBe(200);
    await postgres.kill();

    await wait(TICKETS_OVER_MS);
    const during = await stack.sandbox.mark();
    const endsAt = performance.now() + OUTAGE_MS;
    while (performance.now() < endsAt) {
      const { status, tookMs, body } = await pay(probe.secret);
      expect(status).toBe(503);
      expect(tookMs).toBeLessThan(1_000);
      vendorError.parse(body);
    }
    expect(await stack.sandbox.since(during)).toEqual([]);

    await postgres.start();
    const backAt = performance.now();
    while ((await pay(probe.secret)).status !== 200) await wait(25);
    expect(performance.now() - backAt).toBeLessThan(3_000);
    expect((await pay(revoked.secret)).status).toBe(401);

    await wait(500);
    await load.stop();
    await untilNothingIsHeld(stack.sql);
    const arrivals = await stack.sandbox.since(mark);
    expect(load.answered).toBeGreaterThan(10);
    const books = await readBooks(stack.sql, acme.organizationId);
    expect(books.flatMap(({ faults }) => faults)).toEqual([]);
    const loaded = books.find(({ vaultKeyId }) => vaultKeyId === key.id);
    expect(loaded?.overage).toBe(0n);
    expect((loaded?.spent ?? 0n) + (loaded?.held ?? 0n)).toBe(movedUnder(key.id, load, arrivals));
  }, 90_000);
});

describe("while Postgres stands still under load", () => {
  const CALLS_PER_SECOND = 200;
  const FROZEN_MS = 3_000;
  const ANSWERED_MS = 1_000;
  const RESUMED_MS = 3_000;

  let frozenAt: number;
  let thawedAt: number;
  let globex: RestClient;
  let calls: readonly CallRecord[];
  let rows: readonly CallRow[];
  let arrivals: readonly Arrival[];

  beforeAll(async () => {
    globex = await stack.createOrganization("Globex");
    await globex.addSandboxCredential();
    const keys = await globex.issueEach(Array.from({ length: 20 }, () => ({ daily_usd_cap: 10_000 })));
    const caller = await stack.startCaller();
    const random = new Random();
    console.log(`outage.test.ts: KEYBRAKE_TEST_SEED=${random.seed}`);
    const mark = await stack.sandbox.mark();
    const calling = caller.begin({
      keys: keys.map(({ secret }) => ({ secret, amounts: [100, 150, 200] })),
      aim: [keys.map((_, place) => place)],
      // Room for all that come within the second that each may take.
      callsAtOnce: CALLS_PER_SECOND,
      callsPerSecond: CALLS_PER_SECOND,
      calls: null,
      vendorDelayMs: null,
      seed: random.between(0, 2 ** 32 - 1),
    });
    await wait(2_000);
    await postgres.freeze();
    try {
      frozenAt = Date.now();
      await wait(FROZEN_MS);
    } finally {
      thawedAt = Date.now();
      postgres.thaw();
    }
    await wait(RESUMED_MS + 1_000);
    calling.end();
    calls = (await calling.report).calls;
    await untilNothingIsHeld(stack.sql);
    arrivals = await stack.sandbox.since(mark);
    rows = await readCallRows(stack.sql, [globex.organizationId]);
  }, 90_000);

  const spreadOfCalls = (some: readonly CallRecord[]) => spreadOf(some.map(({ tookMs }) => tookMs));
  const endOf = ({ startedAtMs, tookMs }: CallRecord) => startedAtMs + tookMs;

  test("every call gets a 503 within a second, those too that come while an earlier batch is waited for", () => {
    const before = calls.filter((call) => endOf(call) < frozenAt);
    const during = calls.filter((call) => call.startedAtMs > frozenAt && endOf(call) < thawedAt);
    console.log(
      `before: ${inMs(spreadOfCalls(before))}; while it was frozen: ${inMs(spreadOfCalls(during))}`,
    );
    expect(during.length).toBeGreaterThan((CALLS_PER_SECOND * (FROZEN_MS - ANSWERED_MS)) / 1_000 / 2);
    expect(during.filter(({ status, code }) => status !== 503 || code !== "ledger_unreachable")).toEqual([]);
    expect(calls.filter(({ status, tookMs }) => status !== 200 && tookMs > ANSWERED_MS + busyMs)).toEqual([]);
  });

  test("nothing is forwarded, not even of what Postgres goes on to commit when it wakes up", () => {
    const during = arrivals.filter(({ received_at }) => {
      return received_at.getTime() > frozenAt + TICKETS_OVER_MS && received_at.getTime() < thawedAt;
    });
    expect(during).toEqual([]);
    const refused = new Set(calls.filter(({ status }) => status === 503).map(({ name }) => name));
    expect(rows.filter((row) => refused.has(row.name) && isAdmitted(row))).toEqual([]);
    expect(faultsOf([], rows, arrivals)).toEqual([]);
  });

  test("calls are answered again within three seconds", () => {
    const first = calls.filter((call) => call.status === 200 && endOf(call) > thawedAt).map(endOf);
    const lastRefused = calls.filter(({ status }) => status !== 200).map(endOf);
    console.log(
      `first answer ${(Math.min(...first) - thawedAt).toFixed(0)} ms after the thaw, ` +
        `last refusal ${(Math.max(...lastRefused) - thawedAt).toFixed(0)} ms after it`,
    );
    const resumed = calls.filter(({ startedAtMs }) => startedAtMs > thawedAt + RESUMED_MS);
    expect(resumed.length).toBeGreaterThan(CALLS_PER_SECOND / 4);
    expect(resumed.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test("the books come to what the vendor did", async () => {
    const books = await readBooks(stack.sql, globex.organizationId);
    expect(faultsOf(books, rows, arrivals)).toEqual([]);
  });
});
