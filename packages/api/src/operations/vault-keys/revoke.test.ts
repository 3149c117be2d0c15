import type { ProxyDatabase } from "@keybrake/database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callUnder, openProxy, settlementOf } from "../../testing/sample-calls.ts";
import { addSandboxCredential, idOf, issue } from "../../testing/sample-key.ts";
import { TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let proxy: ProxyDatabase;
let client: TestClient;

beforeAll(async () => {
  api = await TestApi.start();
  proxy = await openProxy(api.proxyUrl);
});

beforeEach(async () => {
  client = await api.organization();
  await addSandboxCredential(client);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await proxy.close();
  await api.stop();
});

describe("revoking a key", () => {
  test("tells what was admitted before it and is not answered yet, oldest first", async () => {
    const key = await issue(client);
    const calls = [10n, 20n, 5n].map((dollars) =>
      callUnder(client.organizationId, key, { priceMicros: dollars * 1_000_000n }),
    );
    for (const call of calls) expect((await proxy.ledger.hold(call)).verdict).toBe("allowed");
    const [answered, first, second] = calls;
    if (answered === undefined) throw new Error("no call");
    await proxy.ledger.settle(settlementOf(answered));

    const { status, json } = await client.post(`/vault-keys/${idOf(key)}/revoke`);
    expect(status).toBe(200);
    expect(json).toEqual({
      id: idOf(key),
      revoked_at: expect.stringMatching(/Z$/),
      in_flight: [
        { call_id: first?.id, endpoint: "POST /v1/payment_intents", held_usd: "20" },
        { call_id: second?.id, endpoint: "POST /v1/payment_intents", held_usd: "5" },
      ],
      in_flight_total: 2,
      in_flight_held_usd: "25",
    });
  });

  test("lists a hundred and counts them all", async () => {
    const key = await issue(client);
    const calls = Array.from({ length: 120 }, () =>
      callUnder(client.organizationId, key, { priceMicros: 1_000_000n }),
    );
    await Promise.all(calls.map((call) => proxy.ledger.hold(call)));
    const { json } = await client.post(`/vault-keys/${idOf(key)}/revoke`);
    expect(json).toMatchObject({ in_flight_total: 120, in_flight_held_usd: "120" });
    expect(json.in_flight).toHaveLength(100);
  });

  test("is committed when it is answered: the very next call is refused", async () => {
    const key = await issue(client);
    await client.post(`/vault-keys/${idOf(key)}/revoke`);
    const { verdict } = await proxy.ledger.hold(callUnder(client.organizationId, key));
    expect(verdict).toBe("denied_revoked");
    expect((await client.get(`/vault-keys/${idOf(key)}`)).json).toMatchObject({
      state: "revoked",
      left_usd: "0",
    });
  });

  test("twice changes nothing, and the second answer has the first one's time", async () => {
    const id = idOf(await issue(client));
    const first = await client.post(`/vault-keys/${id}/revoke`);
    const second = await client.post(`/vault-keys/${id}/revoke`);
    expect(second.status).toBe(200);
    expect(second.json.revoked_at).toBe(first.json.revoked_at);
  });

  test("takes any body of any content type, and none", async () => {
    for (const [type, body] of [
      ["text/plain", "stop!"],
      ["application/json", "{"],
      ["application/x-www-form-urlencoded", "a=1"],
      ["application/octet-stream", "x".repeat(200_000)],
    ] as const) {
      const id = idOf(await issue(client));
      const answer = await client.send(`/vault-keys/${id}/revoke`, {
        method: "POST",
        body,
        headers: { "content-type": type },
      });
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });

  test("is written to the activity log with who did it", async () => {
    const id = idOf(await issue(client));
    await client.post(`/vault-keys/${id}/revoke`);
    const { rows } = await api.superuser.query(
      "SELECT actor, organization_id FROM activity WHERE action = 'vault-keys.revoke' AND subject = $1",
      [`vault_key:${id}`],
    );
    expect(rows).toEqual([
      { actor: `service_token:${client.tokenId}`, organization_id: client.organizationId },
    ]);
  });
});

describe("revoking a run", () => {
  test("revokes each of its keys and no other run's, and counts what all of them hold", async () => {
    const [one, two] = [await issue(client), await issue(client)];
    const other = await issue(client, { agent_run_label: "billing/run_10" });
    await proxy.ledger.hold(callUnder(client.organizationId, one));
    await proxy.ledger.hold(callUnder(client.organizationId, two));
    await proxy.ledger.hold(callUnder(client.organizationId, other));

    const { status, json } = await client.post("/runs/revoke", { agent_run_id: "billing/run_1" });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      agent_run_id: "billing/run_1",
      revoked_at: expect.stringMatching(/Z$/),
      keys: 2,
      in_flight_total: 2,
      in_flight_held_usd: "20",
    });
    expect((await client.get(`/vault-keys/${idOf(two)}`)).json).toMatchObject({ state: "revoked" });
    expect((await client.get(`/vault-keys/${idOf(other)}`)).json).toMatchObject({ state: "active" });
  });

  test("that has no key yet keeps it from ever getting one, and twice has the first one's time", async () => {
    const first = await client.post("/runs/revoke", { agent_run_id: "billing/unborn" });
    expect(first.json).toMatchObject({ keys: 0, in_flight: [], in_flight_total: 0, in_flight_held_usd: "0" });
    const second = await client.post("/runs/revoke", { agent_run_id: "billing/unborn" });
    expect(second.json.revoked_at).toBe(first.json.revoked_at);
    expect((await issue(client, { agent_run_label: "billing/unborn" })).json).toMatchObject({
      code: "run_revoked",
    });
  });

  test("of another organization by the same name touches nothing of this one", async () => {
    const mine = idOf(await issue(client));
    const stranger = await api.organization();
    expect((await stranger.post("/runs/revoke", { agent_run_id: "billing/run_1" })).json).toMatchObject({
      keys: 0,
    });
    expect((await client.get(`/vault-keys/${mine}`)).json).toMatchObject({ state: "active" });
  });

  test("without a run, or with one that is no label, is refused", async () => {
    expect((await client.post("/runs/revoke", {})).paths).toEqual(["agent_run_id"]);
    expect((await client.post("/runs/revoke", { agent_run_id: "billing" })).paths).toEqual(["agent_run_id"]);
  });
});
