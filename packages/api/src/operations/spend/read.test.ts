import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { addSandboxCredential, idOf, issue } from "../../testing/sample-key.ts";
import { type TestAnswer, TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

interface Spent {
  readonly quarter: string;
  readonly run?: string;
  readonly micros?: number;
  readonly accrued?: number;
  readonly verdict?: string;
  readonly calls?: number;
}

/** An organization in that zone with one key a run, and what was spent under them. */
async function spenders(zone: string, rows: readonly Spent[]): Promise<TestClient> {
  const client = await api.organization(zone);
  await addSandboxCredential(client);
  const keys = new Map<string, string>();
  for (const {
    run = "billing/run_1",
    quarter,
    micros = 1_000_000,
    accrued = 0,
    verdict = "allowed",
    calls = 1,
  } of rows) {
    const key = keys.get(run) ?? idOf(await issue(client, { agent_run_label: run }));
    keys.set(run, key);
    await api.superuser.query(
      `INSERT INTO spend_rollup (organization_id, quarter, vault_key_id, endpoint, policy_verdict, calls, cost_micros,
         accrued_micros)
       VALUES ($1, $2, $3, 'POST /v1/payment_intents', $4, $5, $6, $7)`,
      [client.organizationId, quarter, key, verdict, calls, micros, accrued],
    );
  }
  return client;
}

const answer = z.object({
  data: z.array(z.object({ starts_at: z.string(), group: z.string(), spent_usd: z.string() })),
});

const bucketsOf = (given: TestAnswer) =>
  answer.parse(given.json).data.map(({ starts_at, spent_usd }) => [starts_at, spent_usd]);

describe("spend by day", () => {
  test("follows the organization's calendar through both changes of the clock: one day of 23 hours, one of 25", async () => {
    const client = await spenders("Europe/Berlin", [
      { quarter: "2026-03-28T22:45:00Z" }, // 28 March, 23:45
      { quarter: "2026-03-28T23:00:00Z" }, // 29 March, 00:00
      { quarter: "2026-03-29T21:45:00Z" }, // 29 March, 23:45
      { quarter: "2026-03-29T22:00:00Z" }, // 30 March, 00:00
      { quarter: "2026-10-24T22:00:00Z" }, // 25 October, 00:00
      { quarter: "2026-10-25T22:45:00Z" }, // 25 October, 23:45
      { quarter: "2026-10-25T23:00:00Z" }, // 26 October, 00:00
    ]);
    const spring = await client.get("/spend?interval=day&from=2026-03-28T00:00:00Z&to=2026-03-31T00:00:00Z");
    expect(spring.json).toMatchObject({ time_zone: "Europe/Berlin", interval: "day", group_by: "agent" });
    expect(bucketsOf(spring)).toEqual([
      ["2026-03-29T22:00:00.000Z", "1"],
      ["2026-03-28T23:00:00.000Z", "2"],
      ["2026-03-27T23:00:00.000Z", "1"],
    ]);
    const autumn = await client.get("/spend?interval=day&from=2026-10-24T22:00:00Z&to=2026-10-27T00:00:00Z");
    expect(bucketsOf(autumn)).toEqual([
      ["2026-10-25T23:00:00.000Z", "1"],
      ["2026-10-24T22:00:00.000Z", "2"],
    ]);
  });

  test.each([
    ["Asia/Kolkata", "2026-06-14T18:15:00Z", "2026-06-14T18:30:00Z"],
    ["Asia/Kathmandu", "2026-06-14T18:00:00Z", "2026-06-14T18:15:00Z"],
    ["Pacific/Chatham", "2026-06-14T11:00:00Z", "2026-06-14T11:15:00Z"],
  ])(
    "begins at midnight where the clock stands at a half or a quarter hour (%s)",
    async (zone, last, first) => {
      const client = await spenders(zone, [{ quarter: last }, { quarter: first, micros: 5_000_000 }]);
      const given = await client.get("/spend?interval=day&from=2026-06-13T00:00:00Z&to=2026-06-16T00:00:00Z");
      expect(bucketsOf(given)).toEqual([
        [new Date(first).toISOString(), "5"],
        [new Date(Date.parse(first) - 86_400_000).toISOString(), "1"],
      ]);
    },
  );
});

describe("spend by hour", () => {
  test("keeps the hour that a clock shows twice as two", async () => {
    const client = await spenders("Europe/Berlin", [
      { quarter: "2026-10-25T00:30:00Z" }, // 02:30, summer time
      { quarter: "2026-10-25T01:30:00Z", micros: 2_000_000 }, // 02:30 again
    ]);
    const given = await client.get("/spend?interval=hour&from=2026-10-25T00:00:00Z&to=2026-10-25T03:00:00Z");
    expect(bucketsOf(given)).toEqual([
      ["2026-10-25T01:00:00.000Z", "2"],
      ["2026-10-25T00:00:00.000Z", "1"],
    ]);
  });

  test("begins where the zone's hours do", async () => {
    const client = await spenders("Asia/Kolkata", [
      { quarter: "2026-06-15T00:15:00Z" },
      { quarter: "2026-06-15T00:30:00Z" },
      { quarter: "2026-06-15T01:15:00Z" },
    ]);
    const given = await client.get("/spend?from=2026-06-15T00:00:00Z&to=2026-06-15T02:00:00Z");
    expect(bucketsOf(given)).toEqual([
      ["2026-06-15T00:30:00.000Z", "2"],
      ["2026-06-14T23:30:00.000Z", "1"],
    ]);
  });
});

describe("spend", () => {
  test("is grouped by agent, run or vendor, the largest spender of a bucket first, with what is accrued and denied", async () => {
    const quarter = "2026-06-15T10:00:00Z";
    const client = await spenders("UTC", [
      { quarter, run: "billing/run_1", micros: 1_500_000, accrued: 250_000, calls: 3 },
      { quarter, run: "billing/run_2", micros: 2_000_000 },
      { quarter, run: "ops/run_1", micros: 9_000_000 },
      { quarter, run: "ops/run_1", verdict: "denied_daily_cap", micros: 0, calls: 40 },
    ]);
    const window = "from=2026-06-15T00:00:00Z&to=2026-06-16T00:00:00Z";
    const starts_at = "2026-06-15T10:00:00.000Z";
    expect((await client.get(`/spend?group_by=agent&${window}`)).json).toEqual({
      group_by: "agent",
      interval: "hour",
      time_zone: "UTC",
      from: "2026-06-15T00:00:00.000Z",
      to: "2026-06-16T00:00:00.000Z",
      data: [
        { starts_at, group: "ops", spent_usd: "9", accrued_usd: "0", allowed_calls: 1, denied_calls: 40 },
        {
          starts_at,
          group: "billing",
          spent_usd: "3.5",
          accrued_usd: "0.25",
          allowed_calls: 4,
          denied_calls: 0,
        },
      ],
      next_cursor: null,
    });
    const groups = async (by: string) =>
      answer.parse((await client.get(`/spend?group_by=${by}&${window}`)).json).data.map(({ group }) => group);
    expect(await groups("run")).toEqual(["ops/run_1", "billing/run_2", "billing/run_1"]);
    expect(await groups("vendor")).toEqual(["stripe"]);
  });

  test("counts from inclusive and to exclusive, by whole quarter hours, and says so", async () => {
    const client = await spenders("UTC", [
      { quarter: "2026-06-15T10:00:00Z" },
      { quarter: "2026-06-15T10:15:00Z" },
      { quarter: "2026-06-15T10:30:00Z" },
    ]);
    const given = await client.get("/spend?from=2026-06-15T10:16:00Z&to=2026-06-15T10:29:00Z");
    expect(given.json).toMatchObject({ from: "2026-06-15T10:15:00.000Z", to: "2026-06-15T10:30:00.000Z" });
    expect(bucketsOf(given)).toEqual([["2026-06-15T10:00:00.000Z", "1"]]);
  });

  test.each([
    ["group_by", "group_by=key"],
    ["interval", "interval=week"],
    ["from", "from=2026-06-16T00:00:00Z&to=2026-06-15T00:00:00Z"],
    ["from", "from=2026-06-15T00:00:00Z&to=2026-06-15T00:00:00Z"],
    ["from", "interval=hour&from=2026-01-01T00:00:00Z&to=2026-06-15T00:00:00Z"],
    ["from", "interval=day&from=2020-01-01T00:00:00Z&to=2026-06-15T00:00:00Z"],
  ])("refuses a wrong question, naming %s (%s)", async (path, query) => {
    const client = await api.organization();
    expect((await client.get(`/spend?${query}`)).paths).toEqual([path]);
  });
});
