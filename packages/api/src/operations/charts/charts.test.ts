import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf, runOperation } from "../../testing/run-operation.ts";
import { addSandboxCredential, idOf, issue } from "../../testing/sample-key.ts";
import { TestApi, type TestClient } from "../../testing/test-api.ts";
import { callsByVerdictOperation } from "./calls-by-verdict.ts";
import { spendByVendorOperation } from "./spend-by-vendor.ts";
import { spendOverTimeOperation } from "./spend-over-time.ts";
import { topEndpointsOperation } from "./top-endpoints.ts";

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});

afterAll(() => api.stop());

/** One dollar of each agent in each of the quarters. */
async function spenders(
  zone: string,
  quarters: readonly string[],
  agents = ["billing"],
): Promise<TestClient> {
  const client = await api.organization(zone);
  await addSandboxCredential(client);
  for (const agent of agents) {
    const key = idOf(await issue(client, { agent_run_label: `${agent}/run_1` }));
    for (const quarter of quarters) {
      await api.superuser.query(
        `INSERT INTO spend_rollup (organization_id, quarter, vault_key_id, endpoint, policy_verdict, calls, cost_micros)
         VALUES ($1, $2, $3, 'POST /v1/payment_intents', 'allowed', 1, 1000000)`,
        [client.organizationId, quarter, key],
      );
    }
  }
  return client;
}

function chart({ organizationId }: TestClient, from: string, to: string) {
  return runOperation(api, spendOverTimeOperation, { organizationId, input: { from, to } });
}

describe("buckets", () => {
  test("are the days of the organization's calendar where the clock changes, one of 23 hours and one of 25", async () => {
    const client = await spenders("Europe/Berlin", ["2026-03-28T23:00:00Z", "2026-03-29T21:45:00Z"]);
    const spring = await chart(client, "2026-03-25T23:00:00Z", "2026-04-03T22:00:00Z");
    expect(spring.interval).toBe("day");
    expect(spring.buckets.slice(2, 5)).toEqual([
      "2026-03-27T23:00:00.000Z",
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
    ]);
    expect(spring.series[0]?.points.map(({ spent_usd }) => spent_usd)).toEqual([
      "0",
      "0",
      "0",
      "2",
      "0",
      "0",
      "0",
      "0",
      "0",
    ]);
    const autumn = await chart(client, "2026-10-20T22:00:00Z", "2026-10-29T23:00:00Z");
    const hours = autumn.buckets.map((start, index) => {
      const end = autumn.buckets[index + 1] ?? autumn.to;
      return (Date.parse(end) - Date.parse(start)) / 3_600_000;
    });
    expect(hours).toEqual([24, 24, 24, 24, 25, 24, 24, 24, 24]);
  });

  test("keep the hour that a clock shows twice as two, and leave out the one that it skips", async () => {
    const client = await spenders("Europe/Berlin", ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]);
    const autumn = await chart(client, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
    expect(autumn.interval).toBe("hour");
    expect(autumn.buckets).toHaveLength(25);
    expect(autumn.series[0]?.points.slice(2, 4).map(({ spent_usd }) => spent_usd)).toEqual(["1", "1"]);
    const spring = await chart(client, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    expect(spring.buckets).toHaveLength(23);
  });

  test.each([
    ["Asia/Kolkata", "2026-06-14T18:30:00.000Z"],
    ["Asia/Kathmandu", "2026-06-14T18:15:00.000Z"],
    ["Australia/Lord_Howe", "2026-06-14T13:30:00.000Z"],
  ])("begin where the zone's hours and days do (%s)", async (zone, midnight) => {
    const client = await spenders(zone, [midnight]);
    const from = new Date(Date.parse(midnight) - 3_600_000).toISOString();
    const hours = await chart(client, from, new Date(Date.parse(midnight) + 7_200_000).toISOString());
    expect(hours.buckets.slice(0, 2)).toEqual([from, midnight]);
    expect(hours.series[0]?.points.map(({ spent_usd }) => spent_usd)).toEqual(["0", "1", "0"]);
    const late = new Date(Date.parse(midnight) + 9 * 86_400_000).toISOString();
    const days = await chart(client, midnight, late);
    expect([days.interval, days.buckets.length, days.buckets[0]]).toEqual(["day", 9, midnight]);
  });

  test.each([
    ["24h", 24],
    ["7d", 168],
    ["30d", 30],
  ] as const)("of %s up to now are %i", async (window, count) => {
    const client = await spenders("America/St_Johns", []);
    const { organizationId } = client;
    const recent = await runOperation(api, spendOverTimeOperation, { organizationId, input: { window } });
    // The clock may have been put forward or back within the window.
    expect(Math.abs(recent.buckets.length - count)).toBeLessThanOrEqual(1);
    expect(recent.series).toEqual([]);
  });
});

describe("a chart", () => {
  const day = { from: "2026-06-15T00:00:00Z", to: "2026-06-16T00:00:00Z" };

  test("names the eight largest agents and puts the rest together", async () => {
    const names = Array.from({ length: 11 }, (_, index) => `agent-${String(index).padStart(2, "0")}`);
    const client = await spenders("UTC", ["2026-06-15T10:00:00Z"], names);
    const { series } = await chart(client, day.from, day.to);
    expect(series.map(({ agent_name, spent_usd }) => [agent_name, spent_usd])).toEqual([
      ...names.slice(0, 8).map((name) => [name, "1"]),
      [null, "3"],
    ]);
  });

  test("has no invented points where nothing happened", async () => {
    const client = await api.organization("Asia/Kolkata");
    const { organizationId } = client;
    const asked = { organizationId, input: day };
    expect(await runOperation(api, spendOverTimeOperation, asked)).toMatchObject({ series: [] });
    expect(await runOperation(api, callsByVerdictOperation, asked)).toMatchObject({ series: [] });
    expect(await runOperation(api, spendByVendorOperation, asked)).toMatchObject({ vendors: [] });
    expect(await runOperation(api, topEndpointsOperation, asked)).toMatchObject({ endpoints: [] });
  });

  test("shows nothing of another organization, by name neither", async () => {
    await spenders("UTC", ["2026-06-15T10:00:00Z"], ["secret"]);
    const { organizationId } = await spenders("UTC", ["2026-06-15T10:00:00Z"]);
    const named = { organizationId, input: { ...day, agent_name: "secret" } };
    expect((await runOperation(api, spendOverTimeOperation, named)).series).toEqual([]);
    const { series } = await runOperation(api, spendOverTimeOperation, { organizationId, input: day });
    expect(series).toMatchObject([{ agent_name: "billing", spent_usd: "1" }]);
  });

  test.each([
    [{ window: "24h", from: "2026-06-15T00:00:00Z" }],
    [{ from: "2026-06-16T00:00:00Z", to: "2026-06-15T00:00:00Z" }],
    [{ from: "2020-06-16T00:00:00Z", to: "2026-06-15T00:00:00Z" }],
  ] as const)("refuses a wrong span (%j)", async (input) => {
    const { organizationId } = await api.organization();
    expect(await refusalOf(api, spendOverTimeOperation, { organizationId, input })).toBe("invalid_request");
  });
});
