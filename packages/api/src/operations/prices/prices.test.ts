import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { addSandboxCredential } from "../../testing/sample-key.ts";
import { TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let client: TestClient;
let credentialId: string;

beforeAll(async () => {
  api = await TestApi.start();
  client = await api.organization();
  credentialId = await addSandboxCredential(client);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const list = z.object({ data: z.array(z.record(z.string(), z.unknown())) });
const path = () => `/credentials/${credentialId}/prices`;
const put = (prices: unknown) => client.send(path(), { method: "PUT", json: { prices } });
const listed = async () => list.parse((await client.get(path())).json).data;

describe("a credential's prices", () => {
  test("are set by hand, changed, and taken back, each with its activity", async () => {
    const { status, json } = await put([
      { item: "sms:US", usd: "0.0079" },
      { item: "sms:GB", usd: 0.04 },
    ]);
    expect(status).toBe(200);
    expect(json).toMatchObject({ fetched_at: null, fetch_error: null, next_cursor: null });
    expect(await listed()).toEqual([
      expect.objectContaining({ item: "sms:GB", usd: "0.04", source: "edited" }),
      expect.objectContaining({
        item: "sms:US",
        usd: "0.0079",
        source: "edited",
        updated_by: `service_token:${client.tokenId}`,
      }),
    ]);
    await put([
      { item: "sms:US", usd: "0.01" },
      { item: "sms:GB", usd: null },
    ]);
    expect(await listed()).toEqual([expect.objectContaining({ item: "sms:US", usd: "0.01" })]);
    const { rows } = await api.superuser.query(
      "SELECT detail FROM activity WHERE action = 'prices.set' AND subject = $1 ORDER BY id",
      [`credential:${credentialId}`],
    );
    expect(rows).toEqual([
      { detail: { set: ["sms:US 0.0079", "sms:GB 0.04"], unset: [] } },
      { detail: { set: ["sms:US 0.01"], unset: ["sms:GB"] } },
    ]);
  });

  test("are absent for another organization's credential", async () => {
    const stranger = await api.organization();
    expect((await stranger.get(path())).status).toBe(404);
    const json = { prices: [{ item: "sms:US", usd: 1 }] };
    expect((await stranger.send(path(), { method: "PUT", json })).status).toBe(404);
  });

  test.each([
    ["prices[0].usd", [{ item: "sms:US", usd: -1 }]],
    ["prices[0].usd", [{ item: "sms:US", usd: 1_000_001 }]],
    ["prices[0].usd", [{ item: "sms:US", usd: "0.0000001" }]],
    ["prices[0].item", [{ item: "sms US", usd: 1 }]],
    ["prices[0].more", [{ item: "sms:US", usd: 1, more: 1 }]],
    [
      "prices",
      [
        { item: "sms:US", usd: 1 },
        { item: "sms:US", usd: 2 },
      ],
    ],
    ["prices", []],
  ])("are refused, naming %s (%j)", async (named, prices) => {
    expect((await put(prices)).paths).toContain(named);
  });
});
