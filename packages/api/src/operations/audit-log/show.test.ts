import type { ProxyDatabase } from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf, runOperation } from "../../testing/run-operation.ts";
import { callUnder, openProxy, settlementOf } from "../../testing/sample-calls.ts";
import { addSandboxCredential, issue } from "../../testing/sample-key.ts";
import { type TestAnswer, TestApi, type TestClient } from "../../testing/test-api.ts";
import { showAgentOperation } from "../agents/show.ts";
import { showRunOperation } from "../runs/show.ts";
import { countCallsOperation } from "./count.ts";
import { listCallsOperation } from "./list.ts";
import { showCallOperation } from "./show.ts";
import { callTotalsOperation } from "./totals.ts";

let api: TestApi;
let proxy: ProxyDatabase;
let client: TestClient;
let key: TestAnswer;
let organizationId: string;

beforeAll(async () => {
  api = await TestApi.start();
  proxy = await openProxy(api.proxyUrl);
  client = await api.organization();
  await addSandboxCredential(client);
  key = await issue(client);
  organizationId = client.organizationId;
});

afterAll(async () => {
  await proxy.close();
  await api.stop();
});

const show = (id: string) => runOperation(api, showCallOperation, { organizationId, input: { id } });

describe("a call shows", () => {
  test("its look-ups, and each of them the call that it was for", async () => {
    const call = callUnder(organizationId, key);
    const lookUp = callUnder(organizationId, key, {
      id: uuidv7(),
      parentCallId: call.id,
      priceMicros: 0n,
      counts: false,
      endpoint: "GET /v1/prices/{id}",
    });
    await proxy.ledger.hold(lookUp);
    await proxy.ledger.hold(call);
    expect(await show(call.id)).toMatchObject({
      id: call.id,
      state: "held",
      parent: null,
      look_ups: [{ id: lookUp.id, endpoint: "GET /v1/prices/{id}", state: "held", held_usd: "0" }],
      retries: [],
      object: null,
      corrections: [],
      credential_label: "Sandbox",
      completed_at: null,
    });
    expect((await show(lookUp.id)).parent).toMatchObject({ id: call.id, held_usd: "10" });
  });

  test("its retries, and each of them the first of the same intent", async () => {
    const retryHash = Buffer.alloc(32, 7);
    const first = callUnder(organizationId, key, { retryHash });
    const retry = callUnder(organizationId, key, { retryHash });
    await proxy.ledger.hold(first);
    await proxy.ledger.hold(retry);
    expect(await show(first.id)).toMatchObject({
      retry_of: null,
      retries: [{ id: retry.id }],
      open_attempts: 1,
    });
    expect(await show(retry.id)).toMatchObject({ retry_of: { id: first.id }, retries: [], held_usd: "0" });
  });

  test("the vendor object whose money it counts, with every call that counted it", async () => {
    const create = callUnder(organizationId, key);
    const raise = callUnder(organizationId, key, {
      continuesObjectId: "pi_shared",
      priceMicros: 15_000_000n,
    });
    const accrued = (call: typeof create, totalMicros: bigint) =>
      settlementOf(call, {
        state: "accrued",
        costMicros: totalMicros,
        object: { id: "pi_shared", totalMicros, status: "open" },
      });
    await proxy.ledger.hold(create);
    await proxy.ledger.settle(accrued(create, 10_000_000n));
    await proxy.ledger.hold(raise);
    await proxy.ledger.settle(accrued(raise, 15_000_000n));
    expect((await show(create.id)).object).toMatchObject({
      object_id: "pi_shared",
      status: "open",
      counted_usd: "15",
      calls: [
        { id: create.id, held_usd: "10" },
        { id: raise.id, held_usd: "5" },
      ],
    });
  });

  test("corrections, which its cost and the totals contain", async () => {
    const call = callUnder(organizationId, key, { agentRunId: String(key.json.agent_run_id) });
    await proxy.ledger.hold(call);
    await proxy.ledger.settle(settlementOf(call));
    const input = { vault_key_id: String(key.json.id) };
    const before = await runOperation(api, callTotalsOperation, { organizationId, input });
    await api.superuser.query(
      `INSERT INTO call_adjustment (organization_id, call_id, id, delta_micros, reason, made_by)
       VALUES ($1, $2, $3, -500000, 'fee given back', 'test')`,
      [organizationId, call.id, uuidv7()],
    );
    expect(await show(call.id)).toMatchObject({
      cost_usd: "9.5",
      corrections: [{ delta_usd: "-0.5", reason: "fee given back" }],
    });
    const after = await runOperation(api, callTotalsOperation, { organizationId, input });
    expect(Number(after.totals?.spent_usd)).toBe(Number(before.totals?.spent_usd) - 0.5);
    const byRow = await runOperation(api, countCallsOperation, {
      organizationId,
      input: { ...input, text: "payment_intents" },
    });
    expect(byRow.spent_usd).toBe(after.totals?.spent_usd);
  });
});

describe("what is another organization's", () => {
  test("is as absent as what does not exist", async () => {
    const call = callUnder(organizationId, key);
    await proxy.ledger.hold(call);
    const stranger = await api.organization();
    const absent = async (id: string) => {
      const asked = { organizationId: stranger.organizationId };
      return [
        await refusalOf(api, showCallOperation, { ...asked, input: { id } }),
        await refusalOf(api, showRunOperation, { ...asked, input: { agent_run_id: "billing/run_1" } }),
        await refusalOf(api, showAgentOperation, { ...asked, input: { agent_name: "billing" } }),
        (await runOperation(api, listCallsOperation, { ...asked, input: { text: id } })).data,
        (
          await runOperation(api, listCallsOperation, {
            ...asked,
            input: { vault_key_id: String(key.json.id) },
          })
        ).data,
        (await runOperation(api, listCallsOperation, { ...asked, input: { agent_name: "billing" } })).data,
        (await runOperation(api, callTotalsOperation, { ...asked, input: {} })).totals?.calls,
        (await runOperation(api, countCallsOperation, { ...asked, input: { text: id } })).calls,
      ];
    };
    const nothing = ["not_found", "not_found", "not_found", [], [], [], 0, 0];
    expect(await absent(call.id)).toEqual(nothing);
    expect(await absent(uuidv7())).toEqual(nothing);
  });
});
