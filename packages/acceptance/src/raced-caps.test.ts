import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Books, readBooks } from "./harness/books.ts";
import type { CallRecord, PlannedKey } from "./harness/call-plan.ts";
import { type CallRow, faultsOf, isAdmitted, readCallRows, untilNothingIsHeld } from "./harness/call-rows.ts";
import type { Caller } from "./harness/caller.ts";
import { racedCalls } from "./harness/env.ts";
import { Random } from "./harness/random.ts";
import type { RestClient } from "./harness/rest.ts";
import type { Arrival } from "./harness/sandbox.ts";
import { type Stack, startStack } from "./harness/stack.ts";
import { tally } from "./harness/tally.ts";

const PROXIES = 4;
const ORGANIZATIONS = 4;
const KEYS = 440;
/** Few keys at a time, so that every proxy is asked for each of them at once. */
const WAVES = 10;
const CALLS_AT_ONCE = 24;
const CALLS_PER_KEY = racedCalls / KEYS;
/** In cents. A key's calls take one of a row, so that its cap refuses some of them while others still fit. */
const AMOUNTS = [[1_000], [100, 250, 999], [50, 51, 52, 53, 1_999], [333, 777, 1_234]];
/** Of what is asked of a key in all, so much is allowed: the rest of the time its cap is all but full. */
const ALLOWED_SHARE = 0.3;

interface RacedKey extends PlannedKey {
  readonly id: string;
  readonly maxCalls: number | null;
}

let stack: Stack;
let caller: Caller;
let keys: readonly RacedKey[];
const calls: CallRecord[] = [];
let rows: readonly CallRow[];
let books: readonly Books[];
let arrivals: readonly Arrival[];

beforeAll(async () => {
  stack = await startStack({ proxies: PROXIES });
  caller = await stack.startCaller();
  const clients = await Promise.all(
    Array.from({ length: ORGANIZATIONS }, (_, index) => stack.createOrganization(`Org${index}`)),
  );
  keys = (await Promise.all(clients.map(issueKeys))).flat();
  const random = new Random();
  console.log(`raced-caps.test.ts: KEYBRAKE_TEST_SEED=${random.seed}`);
  const mark = await stack.sandbox.mark();
  const startedAt = performance.now();
  for (let wave = 0; wave < WAVES; wave += 1) calls.push(...(await race(wave, random)));
  const seconds = (performance.now() - startedAt) / 1_000;
  await untilNothingIsHeld(stack.sql);
  arrivals = await stack.sandbox.since(mark);
  const organizationIds = clients.map(({ organizationId }) => organizationId);
  rows = await readCallRows(stack.sql, organizationIds);
  books = (await Promise.all(organizationIds.map((id) => readBooks(stack.sql, id)))).flat();
  console.log(
    `${calls.length} calls in ${seconds.toFixed(1)} s, ${(calls.length / seconds).toFixed(0)} a second`,
  );
}, 1_200_000);

afterAll(() => stack.close());

/** The run's cap is the lower one, or the day's is, or it is the only one, or the number of calls ends it first. */
function capsOf(index: number, usd: number): Record<string, number> {
  switch (index % 4) {
    case 0:
      return { daily_usd_cap: usd };
    case 1:
      return { daily_usd_cap: usd * 2, run_usd_cap: usd };
    case 2:
      return { daily_usd_cap: usd, run_usd_cap: usd * 2 };
    default:
      return { run_usd_cap: usd, max_calls: Math.ceil((CALLS_PER_KEY * ALLOWED_SHARE) / 2) };
  }
}

async function issueKeys(client: RestClient): Promise<readonly RacedKey[]> {
  await client.addSandboxCredential();
  const wanted = Array.from({ length: KEYS / ORGANIZATIONS }, (_, index) => {
    // Every kind of caps with every row of amounts.
    const amounts = AMOUNTS[Math.floor(index / 4) % AMOUNTS.length] ?? [];
    const mean = amounts.reduce((total, amount) => total + amount, 0) / amounts.length;
    return { amounts, caps: capsOf(index, Math.ceil(CALLS_PER_KEY * ALLOWED_SHARE * mean) / 100) };
  });
  const issued = await client.issueEach(wanted.map(({ caps }) => caps));
  return issued.map((key, index) => {
    const { amounts = [], caps = {} } = wanted[index] ?? {};
    return { ...key, amounts, maxCalls: caps.max_calls ?? null };
  });
}

async function race(wave: number, random: Random): Promise<readonly CallRecord[]> {
  const places = keys.map((_, place) => place).filter((place) => place % WAVES === wave);
  const report = await caller.run({
    keys,
    aim: [places],
    callsAtOnce: CALLS_AT_ONCE,
    callsPerSecond: null,
    calls: Math.ceil(racedCalls / WAVES),
    vendorDelayMs: null,
    seed: random.between(0, 2 ** 32 - 1),
  });
  return report.calls;
}

/** What a call's own row has to say; null when nothing can be told of it. */
function verdictOf({ status, code }: CallRecord): string | null {
  if (status === 200) return "allowed";
  return code?.startsWith("denied_") ? code : null;
}

describe(`${racedCalls} calls over ${PROXIES} proxies that race for the caps of ${KEYS} keys`, () => {
  test("each call has one outcome, and its row says the same", () => {
    console.log(`outcomes: ${tally(calls.map(({ status, code }) => `${status} ${code ?? "paid"}`))}`);
    console.log(`rows: ${tally(rows.map(({ verdict, state }) => `${verdict} ${state}`))}`);
    expect(calls.length).toBeGreaterThanOrEqual(racedCalls);
    expect(new Set(calls.map(({ name }) => name)).size).toBe(calls.length);
    const verdicts = new Map<string, string[]>();
    for (const { name, verdict, state } of rows) {
      // A ticket that was over before its first byte was given back, and its call judged again.
      if (state !== "released") verdicts.set(name, [...(verdicts.get(name) ?? []), verdict]);
    }
    const others = calls.filter((call) => {
      const found = verdicts.get(call.name) ?? [];
      const told = verdictOf(call);
      // Whoever got no answer that tells: no row, or one that did not let it pass.
      return told === null
        ? found.length > 1 || found[0] === "allowed"
        : found.length !== 1 || found[0] !== told;
    });
    expect(others).toEqual([]);
    expect([...verdicts.keys()].length).toBeLessThanOrEqual(calls.length);
    for (const verdict of ["allowed", "denied_daily_cap", "denied_run_cap", "denied_max_calls"]) {
      expect(calls.filter((call) => verdictOf(call) === verdict).length, verdict).toBeGreaterThan(100);
    }
  });

  test("the calls did race: most were under way beside one of the same key at another proxy", () => {
    const byKey = new Map<number, CallRecord[]>();
    for (const call of calls) byKey.set(call.key, [...(byKey.get(call.key) ?? []), call]);
    const endOf = ({ startedAtMs, tookMs }: CallRecord) => startedAtMs + tookMs;
    let raced = 0;
    for (const own of byKey.values()) {
      raced += own.filter((call) =>
        own.some(
          (other) =>
            other.proxy !== call.proxy && other.startedAtMs < endOf(call) && endOf(other) > call.startedAtMs,
        ),
      ).length;
    }
    console.log(`${((raced / calls.length) * 100).toFixed(0)} % of the calls raced`);
    expect(raced).toBeGreaterThan(calls.length / 2);
  });

  test("nothing is over any cap, and nearly every cap was in somebody's way", () => {
    const over = books.map(({ spent, held, cap }) => spent + held - cap).filter((micros) => micros > 0n);
    expect(over).toEqual([]);
    const arrived = new Map<string, number>();
    for (const row of rows.filter(isAdmitted)) {
      arrived.set(row.vaultKeyId, (arrived.get(row.vaultKeyId) ?? 0) + 1);
    }
    expect(keys.filter(({ id, maxCalls }) => maxCalls !== null && (arrived.get(id) ?? 0) > maxCalls)).toEqual(
      [],
    );

    const denied = new Set(
      rows.filter(({ state }) => state === "denied").map(({ vaultKeyId }) => vaultKeyId),
    );
    console.log(`${denied.size} of ${KEYS} keys had calls refused`);
    expect(denied.size).toBeGreaterThan(KEYS * 0.9);
  });

  test("each key's counters are the sums of its rows and of what the vendor did under it", () => {
    expect(books).toHaveLength(KEYS);
    expect(faultsOf(books, rows, arrivals)).toEqual([]);
  });
});
