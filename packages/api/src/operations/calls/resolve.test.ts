import type { ProxyDatabase } from "@keybrake/database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { callUnder, openProxy, settlementOf } from "../../testing/sample-calls.ts";
import { addSandboxCredential, idOf, issue } from "../../testing/sample-key.ts";
import { type TestAnswer, TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let proxy: ProxyDatabase;
let client: TestClient;
let key: TestAnswer;

beforeAll(async () => {
  api = await TestApi.start();
  proxy = await openProxy(api.proxyUrl);
});

beforeEach(async () => {
  client = await api.organization();
  await addSandboxCredential(client);
  key = await issue(client);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await proxy.close();
  await api.stop();
});

type Call = ReturnType<typeof callUnder>;

/** A call of ten dollars that was sent and never answered. */
async function unknownCall(over: Partial<Call> = {}): Promise<Call> {
  const call = callUnder(client.organizationId, key, over);
  expect((await proxy.ledger.hold(call)).verdict).toBe("allowed");
  await proxy.ledger.settle(settlementOf(call, { state: "unknown" }));
  return call;
}

const resolve = (call: { readonly id: string }, json: unknown, as = client) =>
  as.post(`/calls/${call.id}/resolve`, json);
const released = { decision: "released", reason: "Not in the vendor's log." };
const settled = { decision: "settled", cost_usd: "9.5", reason: "pi_7 at the vendor, 9.50." };

const page = z.object({ data: z.array(z.object({ id: z.string(), state: z.string() })) });

async function unknownIds(): Promise<string[]> {
  const { json } = await client.get("/audit-log?state=unknown");
  return page.parse(json).data.map((call) => call.id);
}

const standing = async () => (await client.get(`/vault-keys/${idOf(key)}`)).json;
const answerOf = (call: Call, state: string, cost_usd: string) => ({
  id: call.id,
  state,
  cost_usd,
  resolved_at: expect.stringMatching(/Z$/),
});

describe("deciding about an unknown call", () => {
  test("settled at what it cost spends that, frees the rest of its hold, and takes it off the list", async () => {
    const [call, other] = [await unknownCall(), await unknownCall()];
    expect(await unknownIds()).toEqual([other.id, call.id]);
    const { status, json } = await resolve(call, settled);
    expect(status).toBe(200);
    expect(json).toEqual(answerOf(call, "settled", "9.5"));
    expect(await unknownIds()).toEqual([other.id]);
    expect(await standing()).toMatchObject({
      spent_today_usd: "9.5",
      spent_run_usd: "9.5",
      held_today_usd: "10",
      held_run_usd: "10",
      left_usd: "480.5",
    });
    const { rows } = await api.superuser.query(
      "SELECT sum(calls)::int AS calls, sum(cost_micros)::bigint AS cost FROM spend_rollup WHERE vault_key_id = $1",
      [idOf(key)],
    );
    expect(rows).toEqual([{ calls: 2, cost: "9500000" }]);
  });

  test("released gives all of its hold back and costs nothing", async () => {
    const call = await unknownCall();
    expect((await resolve(call, released)).json).toEqual(answerOf(call, "released", "0"));
    expect(await standing()).toMatchObject({
      spent_run_usd: "0",
      held_today_usd: "0",
      held_run_usd: "0",
      left_usd: "500",
    });
  });

  test("at more than it held is overage, which blocks the key", async () => {
    const call = await unknownCall();
    expect((await resolve(call, { ...settled, cost_usd: 10.000001 })).status).toBe(200);
    const { verdict } = await proxy.ledger.hold(callUnder(client.organizationId, key));
    expect(verdict).toBe("denied_daily_cap");
  });

  test("is written down with who, what and why", async () => {
    const call = await unknownCall();
    await resolve(call, settled);
    const { rows } = await api.superuser.query(
      "SELECT actor, organization_id, detail FROM activity WHERE action = 'calls.resolve' AND subject = $1",
      [`call:${call.id}`],
    );
    expect(rows).toEqual([
      {
        actor: `service_token:${client.tokenId}`,
        organization_id: client.organizationId,
        detail: { decision: "settled", cost_usd: "9.5", held_usd: "10", reason: settled.reason },
      },
    ]);
  });

  test("is final: neither another decision nor a late answer changes it", async () => {
    const call = await unknownCall();
    await resolve(call, released);
    const second = await resolve(call, settled);
    expect([second.status, second.json.code]).toEqual([409, "call_not_unknown"]);
    await proxy.ledger.settle(settlementOf(call));
    expect(await standing()).toMatchObject({ spent_run_usd: "0", held_run_usd: "0" });
    const { rows } = await api.superuser.query("SELECT count(*)::int AS n FROM activity WHERE subject = $1", [
      `call:${call.id}`,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("by two at once is decided once", async () => {
    const call = await unknownCall();
    const answers = await Promise.all([released, settled, released].map((json) => resolve(call, json)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});

describe("a decision is refused", () => {
  test("for a call that is held, settled or denied: its outcome is known or awaited", async () => {
    const [held, done] = [callUnder(client.organizationId, key), callUnder(client.organizationId, key)];
    const denied = callUnder(client.organizationId, key, { priceMicros: 1_000_000_000n });
    for (const call of [held, done, denied]) await proxy.ledger.hold(call);
    await proxy.ledger.settle(settlementOf(done));
    for (const call of [held, done, denied]) {
      const { status, json } = await resolve(call, released);
      expect([status, json.code]).toEqual([409, "call_not_unknown"]);
    }
    expect(await standing()).toMatchObject({ spent_run_usd: "10", held_run_usd: "10" });
  });

  test("for another organization's call, like for one that does not exist", async () => {
    const call = await unknownCall();
    const stranger = await api.organization();
    const foreign = await resolve(call, released, stranger);
    const absent = await resolve({ id: "01970000-0000-7000-8000-000000000000" }, released, stranger);
    expect([foreign.status, foreign.text]).toEqual([404, absent.text]);
    expect(await unknownIds()).toEqual([call.id]);
  });

  test("for a release while retries are open, since only this call's hold covers them", async () => {
    const retryHash = Buffer.alloc(32, 1);
    const first = await unknownCall({ retryHash });
    const attempt = callUnder(client.organizationId, key, { retryHash });
    expect((await proxy.ledger.hold(attempt)).attachedTo).toBe(first.id);
    const refused = await resolve(first, released);
    expect([refused.status, refused.json.code]).toEqual([409, "call_retries_open"]);
    expect(await standing()).toMatchObject({ held_run_usd: "10" });

    await proxy.ledger.settle(settlementOf(attempt, { state: "unknown" }));
    for (const call of [attempt, first]) expect((await resolve(call, released)).status).toBe(200);
    expect(await standing()).toMatchObject({ held_run_usd: "0", spent_run_usd: "0" });
  });

  test.each([
    ["decision", { ...released, decision: "held" }],
    ["decision", { reason: "x" }],
    ["cost_usd", { ...released, cost_usd: 0 }],
    ["cost_usd", { decision: "settled", reason: "x" }],
    ["cost_usd", { ...settled, cost_usd: -1 }],
    ["cost_usd", { ...settled, cost_usd: "1.0000001" }],
    ["reason", { decision: "released" }],
    ["reason", { ...released, reason: "" }],
    ["reason", { ...released, reason: "x".repeat(501) }],
    ["reason", { ...released, reason: "a\u0007b" }],
    ["note", { ...released, note: "x" }],
  ])("naming %s (%j)", async (path, json) => {
    const call = await unknownCall();
    const answer = await resolve(call, json);
    expect([answer.status, answer.paths]).toEqual([400, [path]]);
    expect(await unknownIds()).toEqual([call.id]);
  });
});
