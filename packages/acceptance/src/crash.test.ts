import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Books, readBooks } from "./harness/books.ts";
import { fingerprintOf, type Load, type LoadedKey, movedUnder, startLoad } from "./harness/load.ts";
import { Random } from "./harness/random.ts";
import type { RestClient } from "./harness/rest.ts";
import type { Arrival } from "./harness/sandbox.ts";
import { type Stack, startStack } from "./harness/stack.ts";

const KILLS = 20;
/** Ten seconds of silence, five until the keeper looks, and room for a busy machine. */
const REAP_TIMEOUT_MS = 40_000;

let stack: Stack;
let acme: RestClient;
let load: Load;
let keys: readonly LoadedKey[];
/** What arrived at the vendor, and which of the keys it was paid under. */
let arrivals: readonly Arrival[];

beforeAll(async () => {
  stack = await startStack({ proxies: 2 });
  acme = await stack.createOrganization("Acme");
  await acme.addSandboxCredential();
  // The first two are full before the end, so that what a crash leaves open meets a cap.
  keys = await Promise.all(
    [{ daily_usd_cap: 100 }, { run_usd_cap: 300 }, {}, {}].map((caps) =>
      acme.issue({ daily_usd_cap: 10_000, ...caps }),
    ),
  );
  const random = new Random();
  console.log(`crash.test.ts: KEYBRAKE_TEST_SEED=${random.seed}`);
  const mark = await stack.sandbox.mark();
  load = startLoad(stack.proxies, keys, random);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, random.between(20, 400)));
    const { app } = random.pick(stack.proxies);
    app.signal("SIGKILL");
    await app.restart();
  }
  await load.stop();
  await untilReaped();
  arrivals = await stack.sandbox.since(mark);
}, 150_000);

afterAll(() => stack.close());

async function callsIn(state: string): Promise<number> {
  const { rows } = await stack.sql.query<{ calls: number }>(
    "SELECT count(*)::int AS calls FROM audit_log WHERE organization_id = $1 AND state = $2",
    [acme.organizationId, state],
  );
  return rows[0]?.calls ?? 0;
}

async function untilReaped(): Promise<void> {
  const deadline = Date.now() + REAP_TIMEOUT_MS;
  while ((await callsIn("held")) > 0) {
    if (Date.now() > deadline) throw new Error("dead proxies' holds were not reaped");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const listed = z.object({ id: z.string(), held_usd: z.string(), request: z.record(z.string(), z.unknown()) });
const page = z.object({ data: z.array(listed), next_cursor: z.string().nullable() });

async function listUnknown(): Promise<readonly z.output<typeof listed>[]> {
  const calls: z.output<typeof listed>[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await acme.get(`/audit-log?state=unknown&limit=20${cursor}`);
    const { data, next_cursor } = page.parse(body);
    calls.push(...data);
    if (next_cursor === null) return calls;
    cursor = `&cursor=${next_cursor}`;
  }
}

const inMicros = (usd: string) => BigInt(Math.round(Number(usd) * 1e6));
const faultsOf = (books: readonly Books[]) => books.flatMap(({ faults }) => faults);

describe(`after ${KILLS} proxies were killed under load`, () => {
  test("every request that reached the vendor was sent once, and has exactly one row that counts", async () => {
    expect(load.answered).toBeGreaterThan(100);
    expect(arrivals.length).toBeGreaterThanOrEqual(load.answered);
    const keysSeen = arrivals.map(({ idempotency_key }) => idempotency_key ?? "none");
    expect(new Set(keysSeen).size).toBe(keysSeen.length);
    const { rows } = await stack.sql.query<{ fingerprint: string; vault_key_id: string }>(
      // What was given back before its first byte was taken again under a row of its own.
      `SELECT request->>'idempotency_key_sha256' AS fingerprint, vault_key_id FROM audit_log
       WHERE organization_id = $1 AND policy_verdict = 'allowed' AND state <> 'released'`,
      [acme.organizationId],
    );
    const owners = new Map<string, string[]>();
    for (const { fingerprint, vault_key_id } of rows) {
      owners.set(fingerprint, [...(owners.get(fingerprint) ?? []), vault_key_id]);
    }
    const others = keysSeen.filter((key) => {
      const [owner, ...more] = owners.get(fingerprintOf(key)) ?? [];
      return owner === undefined || owner !== load.keyOf(key)?.id || more.length > 0;
    });
    expect(others).toEqual([]);
  });

  test("each key's counters are the sums of its rows, cover what the vendor did, and pass no cap", async () => {
    const books = await readBooks(stack.sql, acme.organizationId);
    expect(books).toHaveLength(keys.length);
    // Else no cap was in anybody's way.
    expect(await callsIn("denied")).toBeGreaterThan(0);
    expect(faultsOf(books)).toEqual([]);
    for (const { vaultKeyId, spent, held, cap, overage } of books) {
      expect(overage).toBe(0n);
      expect(spent + held).toBeLessThanOrEqual(cap);
      expect(movedUnder(vaultKeyId, load, arrivals)).toBeLessThanOrEqual(spent + held);
    }
  });

  test("what the dead ones held is unknown and listed, until each is decided and all of it adds up", async () => {
    const unknown = await listUnknown();
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown).toHaveLength(await callsIn("unknown"));
    const { rows } = await stack.sql.query<{ held: string }>(
      "SELECT sum(held_micros) AS held FROM call WHERE organization_id = $1 AND state = 'unknown'",
      [acme.organizationId],
    );
    const listedSum = unknown.reduce((total, { held_usd }) => total + inMicros(held_usd), 0n);
    expect(listedSum).toBe(BigInt(rows[0]?.held ?? "0"));

    const byFingerprint = new Map(
      arrivals.map((arrival) => [fingerprintOf(arrival.idempotency_key ?? ""), arrival]),
    );
    for (const { id, request } of unknown) {
      const arrival = byFingerprint.get(String(request.idempotency_key_sha256));
      const decision = arrival?.executed
        ? { decision: "settled", cost_usd: (arrival.amount_minor ?? 0) / 100, reason: "In the vendor's log." }
        : { decision: "released", reason: "Not in the vendor's log." };
      expect((await acme.post(`/calls/${id}/resolve`, decision)).status).toBe(200);
    }

    expect(await listUnknown()).toEqual([]);
    const books = await readBooks(stack.sql, acme.organizationId);
    expect(faultsOf(books)).toEqual([]);
    for (const { vaultKeyId, spent, held, overage } of books) {
      expect(overage).toBe(0n);
      // To the cent: nothing that moved is missing, and nothing that did not is counted.
      expect(spent + held).toBe(movedUnder(vaultKeyId, load, arrivals));
    }
  });
});
