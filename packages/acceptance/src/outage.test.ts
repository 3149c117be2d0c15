import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readBooks } from "./harness/books.ts";
import { movedUnder, startLoad } from "./harness/load.ts";
import { type OwnPostgres, startOwnPostgres } from "./harness/own-postgres.ts";
import { Random } from "./harness/random.ts";
import type { RestClient } from "./harness/rest.ts";
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

async function untilNothingIsHeld(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await stack.sql.query("SELECT count(*)::int AS n FROM call WHERE state = 'held'");
        return rows[0]?.n;
      },
      { interval: 250, timeout: 45_000 },
    )
    .toBe(0);
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
    await untilNothingIsHeld();
    const arrivals = await stack.sandbox.since(mark);
    expect(load.answered).toBeGreaterThan(10);
    const books = await readBooks(stack.sql, acme.organizationId);
    expect(books.flatMap(({ faults }) => faults)).toEqual([]);
    const loaded = books.find(({ vaultKeyId }) => vaultKeyId === key.id);
    expect(loaded?.overage).toBe(0n);
    expect((loaded?.spent ?? 0n) + (loaded?.held ?? 0n)).toBe(movedUnder(key.id, load, arrivals));
  }, 90_000);
});
