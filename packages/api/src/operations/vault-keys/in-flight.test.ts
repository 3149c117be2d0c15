import type { ProxyDatabase } from "@keybrake/database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callUnder, openProxy, settlementOf } from "../../testing/sample-calls.ts";
import { addSandboxCredential, idOf, issue } from "../../testing/sample-key.ts";
import { TestApi, type TestClient } from "../../testing/test-api.ts";
import { addPerson, type TestPerson } from "../../testing/test-people.ts";
import { keysInFlightOperation } from "./in-flight.ts";
import { keyStandingOperation } from "./standing.ts";

let api: TestApi;
let proxy: ProxyDatabase;
let client: TestClient;
let auditor: TestPerson;

beforeAll(async () => {
  api = await TestApi.start();
  proxy = await openProxy(api.proxyUrl);
});

beforeEach(async () => {
  client = await api.organization();
  await addSandboxCredential(client);
  auditor = await addPerson(api, { organizationId: client.organizationId, role: "auditor" });
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await proxy.close();
  await api.stop();
});

describe("what is in flight", () => {
  test("is told over all the keys asked about, and is what a revocation then answers", async () => {
    const first = await issue(client);
    const second = await issue(client, { agent_run_label: "billing/run_2" });
    const calls = [
      callUnder(client.organizationId, first, { priceMicros: 10_000_000n }),
      callUnder(client.organizationId, first, { priceMicros: 20_000_000n }),
      callUnder(client.organizationId, second, { priceMicros: 5_000_000n }),
    ];
    for (const call of calls) expect((await proxy.ledger.hold(call)).verdict).toBe("allowed");
    const [answered] = calls;
    if (answered === undefined) throw new Error("no call");
    await proxy.ledger.settle(settlementOf(answered));

    const ids = [idOf(first), idOf(second)];
    expect(await auditor.does(keysInFlightOperation, { ids })).toMatchObject({
      in_flight_total: 2,
      in_flight_held_usd: "25",
    });
    const { json } = await client.post(`/vault-keys/${idOf(first)}/revoke`);
    expect(await auditor.does(keysInFlightOperation, { ids: [idOf(first)] })).toMatchObject({
      in_flight_total: json.in_flight_total,
      in_flight_held_usd: json.in_flight_held_usd,
    });
  });

  test("of another organization's keys is nothing", async () => {
    const other = await api.organization();
    await addSandboxCredential(other);
    const key = await issue(other);
    await proxy.ledger.hold(callUnder(other.organizationId, key, { priceMicros: 10_000_000n }));
    expect(await auditor.does(keysInFlightOperation, { ids: [idOf(key)] })).toMatchObject({
      in_flight_total: 0,
    });
  });
});

describe("a key's page", () => {
  test("names who issued the key, and shows nothing of another organization's", async () => {
    const key = await issue(client);
    const other = await api.organization();
    await addSandboxCredential(other);
    const shown = await auditor.does(keyStandingOperation, { id: idOf(key) });
    expect(shown).toMatchObject({ id: idOf(key), created_by_name: expect.any(String), left_usd: "500" });
    const theirs = await issue(other);
    expect(await auditor.codeOf(keyStandingOperation, { id: idOf(theirs) })).toBe("not_found");
  });
});
