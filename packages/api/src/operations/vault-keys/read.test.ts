import type { ProxyDatabase } from "@keybrake/database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { callUnder, openProxy, settlementOf } from "../../testing/sample-calls.ts";
import { addSandboxCredential, idOf, issue } from "../../testing/sample-key.ts";
import { type TestAnswer, TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let proxy: ProxyDatabase;
let client: TestClient;

beforeAll(async () => {
  api = await TestApi.start();
  proxy = await openProxy(api.proxyUrl);
  client = await api.organization("Pacific/Auckland");
  await addSandboxCredential(client);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await proxy.close();
  await api.stop();
});

const page = z.object({ data: z.array(z.object({ id: z.string() })), next_cursor: z.string().nullable() });

const idsOf = (answer: TestAnswer) => page.parse(answer.json).data.map(({ id }) => id);

describe("a key shows", () => {
  test("what it spent, holds and has left, by the tightest cap, and when its day ends in the organization's zone", async () => {
    const key = await issue(client, { daily_usd_cap: 100, run_usd_cap: "60.5" });
    const [spent, held] = [callUnder(client.organizationId, key), callUnder(client.organizationId, key)];
    await proxy.ledger.hold(spent);
    await proxy.ledger.settle(settlementOf(spent, { costMicros: 9_990_000n }));
    await proxy.ledger.hold(held);

    const { json } = await client.get(`/vault-keys/${idOf(key)}`);
    expect(json).toMatchObject({
      id: idOf(key),
      state: "active",
      daily_usd_cap: "100",
      run_usd_cap: "60.5",
      spent_today_usd: "9.99",
      held_today_usd: "10",
      spent_run_usd: "9.99",
      held_run_usd: "10",
      left_usd: "40.51",
      calls: 2,
      revoked_at: null,
      assumed_call_usd: null,
      policy_id: null,
    });
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Pacific/Auckland", timeStyle: "medium" });
    expect(clock.format(new Date(String(json.resets_at)))).toBe("00:00:00");
    expect(Date.parse(String(json.resets_at)) - Date.now()).toBeLessThanOrEqual(25 * 3_600_000);
  });

  test("nothing spent today once its day is over, and the run's sums stay", async () => {
    const key = await issue(client);
    const call = callUnder(client.organizationId, key);
    await proxy.ledger.hold(call);
    await proxy.ledger.settle(settlementOf(call));
    await api.superuser.query("UPDATE key_ledger SET window_day = window_day - 1 WHERE vault_key_id = $1", [
      idOf(key),
    ]);
    expect((await client.get(`/vault-keys/${idOf(key)}`)).json).toMatchObject({
      spent_today_usd: "0",
      spent_run_usd: "10",
      left_usd: "500",
    });
  });

  test("nothing left when a vendor charged above the hold, since its priced calls are refused", async () => {
    const key = await issue(client);
    await api.superuser.query("UPDATE key_ledger SET overage_micros = 1 WHERE vault_key_id = $1", [
      idOf(key),
    ]);
    expect((await client.get(`/vault-keys/${idOf(key)}`)).json).toMatchObject({ left_usd: "0" });
  });
});

describe("the list of keys", () => {
  test("is newest first, pages without gap or repeat while keys are issued, and ends with a null cursor", async () => {
    const own = await api.organization();
    await addSandboxCredential(own);
    const issued: string[] = [];
    for (let at = 0; at < 7; at += 1) issued.unshift(idOf(await issue(own)));
    const seen: string[] = [];
    let pages = 0;
    let cursor: string | null = "";
    while (cursor !== null) {
      pages += 1;
      const answer = await own.get(`/vault-keys?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...idsOf(answer));
      cursor = page.parse(answer.json).next_cursor;
      await issue(own);
    }
    expect(seen).toEqual(issued);
    expect(pages).toBe(3);
  });

  test("gives 50 unless told, 500 at most", async () => {
    expect((await client.get("/vault-keys?limit=0")).paths).toEqual(["limit"]);
    expect((await client.get("/vault-keys?limit=501")).paths).toEqual(["limit"]);
    expect((await client.get("/vault-keys?limit=x")).paths).toEqual(["limit"]);
    expect((await client.get("/vault-keys?limit=500")).status).toBe(200);
  });

  test("filters by state, agent, run and vendor", async () => {
    const own = await api.organization();
    await addSandboxCredential(own);
    const active = idOf(await issue(own, { agent_run_label: "ops/deep/run_1" }));
    const revoked = idOf(await issue(own, { agent_run_label: "ops/deep/run_2" }));
    const expired = idOf(await issue(own, { agent_run_label: "billing/run_3" }));
    await own.post(`/vault-keys/${revoked}/revoke`);
    await api.superuser.query("UPDATE key_ledger SET expires_at = now() WHERE vault_key_id = $1", [expired]);

    expect(idsOf(await own.get("/vault-keys?state=active"))).toEqual([active]);
    expect(idsOf(await own.get("/vault-keys?state=revoked"))).toEqual([revoked]);
    expect(idsOf(await own.get("/vault-keys?state=expired"))).toEqual([expired]);
    expect(idsOf(await own.get("/vault-keys?agent_name=ops/deep"))).toEqual([revoked, active]);
    expect(idsOf(await own.get("/vault-keys?agent_run_id=billing/run_3"))).toEqual([expired]);
    expect(idsOf(await own.get("/vault-keys?vendor=stripe&agent_name=billing"))).toEqual([expired]);
    expect(idsOf(await own.get("/vault-keys?vendor=twilio"))).toEqual([]);
    expect((await own.get("/vault-keys?state=dead")).paths).toEqual(["state"]);
  });
});

describe("a cursor is refused", () => {
  test("when altered in any character, cut, lengthened, or of another list or other filters", async () => {
    const own = await api.organization();
    await addSandboxCredential(own);
    await issue(own);
    await issue(own);
    const cursor = page.parse((await own.get("/vault-keys?limit=1&state=active")).json).next_cursor ?? "";
    const asked = (text: string, filter = "&state=active") =>
      own.get(`/vault-keys?limit=1${filter}&cursor=${encodeURIComponent(text)}`);
    expect((await asked(cursor)).status).toBe(200);
    for (let at = 0; at < cursor.length; at += 1) {
      const altered = `${cursor.slice(0, at)}${cursor[at] === "A" ? "B" : "A"}${cursor.slice(at + 1)}`;
      expect((await asked(altered)).paths).toEqual(["cursor"]);
    }
    for (const wrong of [cursor.slice(1), `${cursor}A`, `${cursor}=`, `${cursor} `, "%00", "🙂"]) {
      expect((await asked(wrong)).paths).toEqual(["cursor"]);
    }
    expect((await asked(cursor, "")).paths).toEqual(["cursor"]);
    expect((await asked(cursor, "&state=revoked")).paths).toEqual(["cursor"]);
    expect((await own.get(`/credentials?cursor=${cursor}`)).paths).toEqual(["cursor"]);
  });
});
