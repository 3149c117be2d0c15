import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  api = await TestApi.start();
  client = await api.organization();
});

afterAll(() => api.stop());

describe("a vendor's endpoints", () => {
  test("are its catalogue, in names that an allowlist takes", async () => {
    const { status, json } = await client.get("/vendors/stripe/endpoints");
    expect(status).toBe(200);
    expect(json).toMatchObject({ vendor: "stripe", title: "Stripe", next_cursor: null });
    expect(json.data).toContainEqual({
      name: "POST /v1/payment_intents",
      label: expect.any(String),
      class: expect.stringMatching(/^MONEY_IN/),
      costs_money: true,
    });
    expect(json.data).toContainEqual(
      expect.objectContaining({ name: "GET /v1/payment_intents", class: "READ", costs_money: false }),
    );
    expect((await client.get("/vendors/acme/endpoints")).status).toBe(404);
  });
});
