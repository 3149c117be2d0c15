import type { ProxyDatabase } from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { callUnder, openProxy, settlementOf } from "../../testing/sample-calls.ts";
import { addSandboxCredential, issue } from "../../testing/sample-key.ts";
import { type TestAnswer, TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let proxy: ProxyDatabase;

beforeAll(async () => {
  api = await TestApi.start();
  proxy = await openProxy(api.proxyUrl);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await proxy.close();
  await api.stop();
});

const COLUMNS =
  "id,organization_id,agent_run_id,agent_name,vendor,endpoint,cost_usd,cost_usd_parsed,requested_usd,held_usd," +
  "vendor_txn_id,called_at,policy_verdict,state,status_code,method,path,request,vault_key_id,key_label," +
  "parent_call_id,latency_ms,client_ip,user_agent";

const page = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  next_cursor: z.string().nullable(),
});

const rowsOf = (answer: TestAnswer) => page.parse(answer.json).data;

interface Organization {
  readonly client: TestClient;
  readonly key: TestAnswer;
}

async function organization(): Promise<Organization> {
  const client = await api.organization();
  await addSandboxCredential(client);
  return { client, key: await issue(client) };
}

/** A settled, a held, and a refused call, oldest first. */
async function threeCalls({
  client,
  key,
}: Organization): Promise<[settled: string, held: string, denied: string]> {
  const settled = callUnder(client.organizationId, key);
  const held = callUnder(client.organizationId, key);
  const denied = callUnder(client.organizationId, key, {
    refused: "denied_endpoint",
    refusedStatus: 403,
    endpoint: "POST /v1/refunds",
    path: "/v1/refunds",
    priceMicros: 0n,
    requestedMicros: null,
  });
  await proxy.ledger.hold(settled);
  await proxy.ledger.settle(settlementOf(settled, { costMicros: 9_500_000n, parsedMicros: 9_500_000n }));
  await proxy.ledger.hold(held);
  await proxy.ledger.hold(denied);
  return [settled.id, held.id, denied.id];
}

describe("the audit log", () => {
  test("shows each call in the view's columns: a cost once it is final, zero when denied, null while held", async () => {
    const own = await organization();
    const [settled, held, denied] = await threeCalls(own);
    const rows = rowsOf(await own.client.get("/audit-log"));
    expect(rows.map(({ id }) => id)).toEqual([denied, held, settled]);
    expect(Object.keys(rows[0] ?? {}).join()).toBe(COLUMNS);
    expect(rows[2]).toEqual({
      id: settled,
      organization_id: own.client.organizationId,
      agent_run_id: "billing/run_1",
      agent_name: "billing",
      vendor: "stripe",
      endpoint: "POST /v1/payment_intents",
      cost_usd: "9.5",
      cost_usd_parsed: "9.5",
      requested_usd: "10",
      held_usd: "10",
      vendor_txn_id: "pi_1",
      called_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      policy_verdict: "allowed",
      state: "settled",
      status_code: 200,
      method: "POST",
      path: "/v1/payment_intents",
      request: { amount: 1000 },
      vault_key_id: own.key.json.id,
      key_label: "vk_…test",
      parent_call_id: null,
      latency_ms: 12,
      client_ip: "127.0.0.1",
      user_agent: "test",
    });
    expect(rows[1]).toMatchObject({ cost_usd: null, held_usd: "10", state: "held", status_code: null });
    expect(rows[0]).toMatchObject({ cost_usd: "0", policy_verdict: "denied_endpoint", status_code: 403 });
  });

  test("counts later corrections into a call's cost", async () => {
    const own = await organization();
    const [settled] = await threeCalls(own);
    await api.superuser.query(
      `INSERT INTO call_adjustment (organization_id, call_id, id, delta_micros, reason, made_by)
       VALUES ($1, $2, $3, -500000, 'fee given back', 'test')`,
      [own.client.organizationId, settled, uuidv7()],
    );
    expect(rowsOf(await own.client.get("/audit-log?state=settled"))).toMatchObject([{ cost_usd: "9" }]);
  });

  test("filters by run, agent, vendor, verdict, state and time: from inclusive, to exclusive", async () => {
    const own = await organization();
    const [settled, held, denied] = await threeCalls(own);
    const ids = async (query: string) =>
      rowsOf(await own.client.get(`/audit-log?${query}`)).map(({ id }) => id);
    expect(await ids("agent_run_id=billing/run_1")).toHaveLength(3);
    expect(await ids("agent_run_id=billing/run_2")).toEqual([]);
    expect(await ids("agent_name=billing&vendor=stripe&verdict=denied_endpoint")).toEqual([denied]);
    expect(await ids("vendor=twilio")).toEqual([]);
    expect(await ids("state=held")).toEqual([held]);

    const at = new Date(
      String(rowsOf(await own.client.get("/audit-log?state=settled"))[0]?.called_at),
    ).getTime();
    await api.superuser.query("UPDATE call SET called_at = $1 WHERE id = $2", [new Date(at), settled]);
    await api.superuser.query("UPDATE call SET called_at = $1 WHERE id = $2", [new Date(at + 1_000), held]);
    await api.superuser.query("UPDATE call SET called_at = $1 WHERE id = $2", [new Date(at + 2_000), denied]);
    const time = (ms: number) => new Date(at + ms).toISOString();
    expect(await ids(`from=${time(1_000)}`)).toEqual([denied, held]);
    expect(await ids(`to=${time(1_000)}`)).toEqual([settled]);
    expect(await ids(`from=${time(1_000)}&to=${time(2_000)}`)).toEqual([held]);
    // The same moment in another offset, its plus sign unescaped as many clients leave it.
    const offset = `${new Date(at + 1_000 + 2 * 3_600_000).toISOString().slice(0, -1)}+02:00`;
    expect(await ids(`from=${offset}`)).toEqual([denied, held]);
  });

  test.each([
    ["from", "from=2026-01-01"],
    ["from", "from=2026-01-01T00:00:00"],
    ["to", "to=yesterday"],
    ["verdict", "verdict=denied"],
    ["state", "state=open"],
    ["vendor", "vendor=Stripe"],
    ["agent_run_id", "agent_run_id="],
    ["order", "order=asc"],
  ])("refuses a wrong filter, naming %s (%s)", async (path, query) => {
    const { client } = await organization();
    expect((await client.get(`/audit-log?${query}`)).paths).toEqual([path]);
    expect((await client.get(`/audit-log.csv?${query}`)).paths).toEqual([path]);
  });

  test("pages by cursor to the end", async () => {
    const own = await organization();
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      const call = callUnder(own.client.organizationId, own.key, { priceMicros: 0n });
      await proxy.ledger.hold(call);
      ids.unshift(call.id);
    }
    const first = await own.client.get("/audit-log?limit=3");
    const cursor = page.parse(first.json).next_cursor;
    const second = await own.client.get(`/audit-log?limit=3&cursor=${cursor}`);
    expect([...rowsOf(first), ...rowsOf(second)].map(({ id }) => id)).toEqual(ids);
    expect(second.json.next_cursor).toBeNull();
  });
});

describe("the CSV export", () => {
  test("has the view's columns in its order, and exactly what the filters leave", async () => {
    const own = await organization();
    const [settled] = await threeCalls(own);
    await threeCalls(await organization());
    const { status, headers, text } = await own.client.get("/audit-log.csv?state=settled");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="audit-log.csv"');
    const [header, row, ...rest] = text.split("\r\n");
    expect(header).toBe(COLUMNS);
    expect(row).toMatch(
      new RegExp(
        `^${settled},${own.client.organizationId},billing/run_1,billing,stripe,POST /v1/payment_intents,9.5,9.5,10,10,` +
          `pi_1,\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z,allowed,settled,200,POST,/v1/payment_intents,` +
          `"{""amount"": 1000}",${own.key.json.id},vk_…test,,12,127.0.0.1,test$`,
      ),
    );
    expect(rest).toEqual([""]);
    expect((await own.client.get("/audit-log.csv")).text.trimEnd().split("\r\n")).toHaveLength(4);
  });

  test("keeps a spreadsheet from running what an agent chose, and quotes as RFC 4180 does", async () => {
    const own = await organization();
    const dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"];
    for (const userAgent of dangerous) {
      await proxy.ledger.hold(callUnder(own.client.organizationId, own.key, { userAgent, priceMicros: 0n }));
    }
    const path = '/a"b,c\nd';
    await proxy.ledger.hold(callUnder(own.client.organizationId, own.key, { path, priceMicros: 0n }));
    const { text } = await own.client.get("/audit-log.csv");
    for (const userAgent of dangerous) {
      expect(text).toMatch(new RegExp(`,"?'${userAgent.replace(/[+()]/g, "\\$&")}"?\\r\\n`));
    }
    expect(text).not.toMatch(/,"?[=+@\t\r＝＋－＠-]/);
    expect(text).toContain(',"/a""b,c\nd",');
  });

  test("quotes a filter that tries to leave its quotes", async () => {
    const own = await organization();
    await threeCalls(own);
    const evil = encodeURIComponent("x' OR ''='");
    const { status, text } = await own.client.get(`/audit-log.csv?agent_name=${evil}`);
    expect([status, text]).toEqual([200, `${COLUMNS}\r\n`]);
    const backslash = encodeURIComponent("x\\' OR true --");
    expect((await own.client.get(`/audit-log.csv?agent_name=${backslash}`)).text).toBe(`${COLUMNS}\r\n`);
  });

  test("streams at its reader's pace, and ends its query when the reader goes", async () => {
    const own = await organization();
    await api.superuser.query(
      `INSERT INTO call (organization_id, id, vault_key_id, credential_id, called_at, window_day, vendor, endpoint,
         method, path, agent_name, agent_run_id, key_label, policy_verdict, state, request, client_ip, user_agent)
       SELECT $1, gen_random_uuid(), $2, $3, now(), current_date, 'stripe', 'GET /v1/customers', 'GET', '/v1/customers',
         'billing', 'billing/run_1', 'vk_…test', 'allowed', 'settled', jsonb_build_object('n', repeat('x', 1000)),
         '127.0.0.1', 'test'
       FROM generate_series(1, 60000)`,
      [own.client.organizationId, own.key.json.id, own.key.json.credential_id],
    );
    const response = await own.client.raw("/audit-log.csv");
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    // 70 MB are waiting: long enough for all of them to be taken, if the reader's pace did not matter.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await exports()).toBe(1);
    await reader?.cancel();
    await expect.poll(exports, { timeout: 5_000 }).toBe(0);
  });

  async function exports(): Promise<number> {
    const { rows } = await api.superuser.query(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'keybrake export' AND datname = current_database()",
    );
    return rows[0].count;
  }
});
