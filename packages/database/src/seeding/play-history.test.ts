import pg from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import type { HistoryKey, HistoryRun } from "./history-run.ts";
import { playHistory } from "./play-history.ts";
import { Random } from "./random.ts";

const HOUR_MS = 3_600_000;
const NOW = new Date("2026-11-20T12:00:00Z");
const organizationId = uuidv7();
const credentialId = uuidv7();

let own: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  own = await createTestDatabase();
  client = new pg.Client({ connectionString: own.superuserUrl });
  await client.connect();
  await client.query("INSERT INTO organization (id, name, zone) VALUES ($1, 'Played', 'UTC')", [
    organizationId,
  ]);
  await client.query(
    `INSERT INTO credential (organization_id, id, vendor, label, mode, last4, origin, attachment, sealing_key_id, sealed,
       created_by) VALUES ($1, $2, 'stripe', 'played', 'sandbox', '0000', 'sandbox', 'bearer', 'none', '', 'test')`,
    [organizationId, credentialId],
  );
});

afterAll(async () => {
  await client?.end();
  await own?.drop();
});

function runOf(name: string, over: Partial<HistoryKey>): HistoryRun {
  const createdAt = new Date(NOW.getTime() - 4 * HOUR_MS);
  return {
    key: {
      id: uuidv7(),
      organizationId,
      vendor: "stripe",
      credentialId,
      agentName: "played",
      agentRunId: `played/${name}`,
      last4: "test",
      allowedEndpoints: ["POST /v1/payment_intents"],
      zone: "UTC",
      dailyCapMicros: 1_000_000_000_000n,
      runCapMicros: null,
      createdAt,
      createdBy: "test",
      expiresAt: new Date(NOW.getTime() + HOUR_MS),
      revokedAt: null,
      ...over,
    },
    kinds: [{ weight: 1, endpoint: "POST /v1/payment_intents", cents: [100, 100] }],
    outcomes: { declined: 0, accrued: 0, unknown: 0 },
    calls: 100,
    spanMs: 4 * HOUR_MS,
    burst: [2, 6],
  };
}

test("a played history is the ledger's own: caps brake, the revoked and the expired are refused, counters are sums", async () => {
  const halfway = new Date(NOW.getTime() - 2 * HOUR_MS);
  const runs = [
    runOf("wide", {}),
    runOf("tight", { dailyCapMicros: 30_000_000n }),
    runOf("revoked", { revokedAt: halfway }),
    runOf("expired", { expiresAt: halfway }),
  ];
  const played = await playHistory(client, runs, { now: NOW, random: new Random(7), endsInFlight: false });
  expect(played).toBe(400);
  const { rows } = await client.query<{ run: string; verdict: string; calls: number; cost: string }>(
    `SELECT agent_run_id AS run, policy_verdict AS verdict, count(*)::int AS calls, sum(cost_micros)::text AS cost
     FROM call WHERE organization_id = $1 GROUP BY 1, 2`,
    [organizationId],
  );
  const calls = (run: string, verdict: string) =>
    rows.find((row) => row.run === `played/${run}` && row.verdict === verdict)?.calls ?? 0;
  expect(calls("wide", "allowed")).toBe(100);
  expect([calls("tight", "allowed"), calls("tight", "denied_daily_cap")]).toEqual([30, 70]);
  for (const [run, verdict] of [
    ["revoked", "denied_revoked"],
    ["expired", "denied_expired"],
  ] as const) {
    expect(calls(run, "allowed")).toBeGreaterThan(20);
    expect(calls(run, "allowed") + calls(run, verdict)).toBe(100);
    expect(calls(run, verdict)).toBeGreaterThan(20);
  }
  const { rows: wrong } = await client.query(
    `SELECT l.vault_key_id FROM key_ledger l
     LEFT JOIN call c ON c.organization_id = l.organization_id AND c.vault_key_id = l.vault_key_id AND c.state = 'settled'
     WHERE l.organization_id = $1 GROUP BY l.organization_id, l.vault_key_id
     HAVING max(l.run_spent_micros) <> coalesce(sum(c.cost_micros), 0) OR max(l.run_held_micros) <> 0`,
    [organizationId],
  );
  expect(wrong).toEqual([]);
});

test("the same seed makes the same history, ids included", () => {
  const ids = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.uuidAt(NOW.getTime()));
  };
  expect(ids(5)).toEqual(ids(5));
  expect(ids(5)).not.toEqual(ids(6));
  for (const id of ids(5))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
