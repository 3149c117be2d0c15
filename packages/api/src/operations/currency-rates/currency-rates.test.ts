import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  api = await TestApi.start();
  client = await api.organization();
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const list = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

async function rateOf(of: TestClient, currency: string): Promise<unknown> {
  const { data } = list.parse((await of.get("/currency-rates")).json);
  return data.find((rate) => rate.currency === currency);
}

const put = (currency: string, json: unknown) =>
  client.send(`/currency-rates/${currency}`, { method: "PUT", json });

describe("currency rates", () => {
  test("are the shipped ones until the organization sets its own, which no other organization sees", async () => {
    expect(await rateOf(client, "eur")).toMatchObject({
      source: "shipped",
      updated_at: null,
      updated_by: null,
    });
    const { status, json } = await put("eur", { usd_rate: "1.2" });
    expect(status).toBe(200);
    expect(json).toEqual({
      currency: "eur",
      usd_rate: "1.2",
      source: "organization",
      updated_at: expect.stringMatching(/Z$/),
      updated_by: `service_token:${client.tokenId}`,
    });
    await put("eur", { usd_rate: 1.25 });
    expect(await rateOf(client, "eur")).toMatchObject({ usd_rate: "1.25", source: "organization" });
    expect(await rateOf(await api.organization(), "eur")).toMatchObject({ source: "shipped" });
  });

  test("can be set for a currency that is not shipped", async () => {
    expect(await rateOf(client, "xts")).toBeUndefined();
    await put("xts", { usd_rate: "0.000001" });
    expect(await rateOf(client, "xts")).toMatchObject({ usd_rate: "0.000001" });
  });

  test.each([
    ["usd_rate", { usd_rate: 0 }],
    ["usd_rate", { usd_rate: -1 }],
    ["usd_rate", { usd_rate: 1_000_001 }],
    ["usd_rate", { usd_rate: "1.0000001" }],
    ["usd_rate", {}],
    ["margin", { usd_rate: 1, margin: 5 }],
    ["currency", { usd_rate: 1, currency: "eur" }],
  ])("are refused, naming %s (%j)", async (path, body) => {
    expect((await put("eur", body)).paths).toContain(path);
  });

  test("are no dollar's, and of no other form than a code's", async () => {
    for (const currency of ["usd", "EUR", "euro", "e1r"])
      expect((await put(currency, { usd_rate: 1 })).status).toBe(404);
  });
});
